import {type Context, defineApi} from '../api.ts';
import {readList, writeList} from '../codec.ts';
import {codes} from '../codes.ts';

/*
  DescribeClientQuotas Request (0-1, flexible from 1) => [components] strict
    components => entity_type STRING, match_type INT8, match NULLABLE_STRING
    strict => BOOLEAN

  DescribeClientQuotas Response => throttle_time_ms error_code error_message [entries]
    throttle_time_ms => INT32
    error_code => INT16
    error_message => NULLABLE_STRING
    entries => none here: no client is limited
*/
export const describeClientQuotas = defineApi({
  key: 48,
  name: 'DescribeClientQuotas',
  versions: [0, 1],
  flexible: 1,
  read: (r, _version, f) => ({
    components: readList(r, f, entry => ({
      entityType: entry.readString(f),
      matchType: entry.readInt8(),
      match: entry.readNullableString(f),
    })),
    strict: r.readBoolean(),
  }),
  handle: (_request, {cluster}: Context): number =>
    cluster.faults.isDenied('cluster') ? codes.CLUSTER_AUTHORIZATION_FAILED : codes.NONE,
  write(w, errorCode, _version, f) {
    w.appendInt32(0).appendInt16(errorCode).appendString(null, f);
    writeList(w, f, errorCode === codes.NONE ? [] : null, () => {});
  },
});
