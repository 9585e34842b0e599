import {defineApi, rangeOf} from '../api.ts';
import {writeList} from '../codec.ts';
import {codes} from '../codes.ts';

/*
  ApiVersions Request (0-4, flexible from 3) => client_software_name client_software_version
    client_software_name => STRING (3+)
    client_software_version => STRING (3+)

  ApiVersions Response => error_code [api_keys] throttle_time_ms
    error_code => INT16
    api_keys => api_key min_version max_version
      api_key => INT16
      min_version => INT16
      max_version => INT16
    throttle_time_ms => INT32 (1+)

  The head of the answer never has tagged fields. A version that the broker does not have (-1 here) is answered in the
  form of version 0, with UNSUPPORTED_VERSION and the list.
*/

/**
 * Versions that are named and not served. librdkafka compresses nothing where Produce does not begin at 0, so Kafka 4
 * says so too (KAFKA-18659); everybody takes the newest that both have.
 */
const namedFrom: ReadonlyMap<string, number> = new Map([['Produce', 0]]);

export const apiVersions = defineApi({
  key: 18,
  name: 'ApiVersions',
  versions: [0, 4],
  flexible: 3,
  read: (r, version) => ({
    version,
    clientSoftwareName: version >= 3 ? r.readString() : '',
    clientSoftwareVersion: version >= 3 ? r.readString() : '',
  }),
  handle: ({version}, {apis, cluster}) => ({
    errorCode: version === -1 ? codes.UNSUPPORTED_VERSION : codes.NONE,
    apiKeys: apis.flatMap(api => {
      const range = rangeOf(api, cluster);
      return range ? [{key: api.key, min: namedFrom.get(api.name) ?? range[0], max: range[1]}] : [];
    }),
  }),
  write(w, {errorCode, apiKeys}, version, f) {
    w.appendInt16(errorCode);
    writeList(w, f, apiKeys, (entry, {key, min, max}) =>
      entry.appendInt16(key).appendInt16(min).appendInt16(max),
    );
    if (version >= 1) w.appendInt32(0);
  },
});
