import {alter, type Change} from '../alter.ts';
import {defineApi} from '../api.ts';
import {readList, writeList} from '../codec.ts';
import {codes} from '../codes.ts';
import {quorumRefusal, usualTimeoutMs} from '../controller.ts';
import {refuse} from '../refusal.ts';

/*
  IncrementalAlterConfigs Request (0-1, flexible from 1) => [resources] validate_only
    resources => resource_type resource_name [configs]
      resource_type => INT8                        2 topic, 4 broker
      resource_name => STRING
      configs => name STRING, config_operation INT8, value NULLABLE_STRING
    validate_only => BOOLEAN

  IncrementalAlterConfigs Response => throttle_time_ms [responses]
    throttle_time_ms => INT32
    responses => error_code INT16, error_message NULLABLE_STRING, resource_type INT8, resource_name STRING
*/
export const incrementalAlterConfigs = defineApi({
  key: 44,
  name: 'IncrementalAlterConfigs',
  versions: [0, 1],
  flexible: 1,
  read: (r, _version, f) => ({
    resources: readList(r, f, entry => ({
      type: entry.readInt8(),
      name: entry.readString(f),
      changes: readList(
        entry,
        f,
        (c): Change => ({
          name: c.readString(f),
          operation: c.readInt8(),
          value: c.readNullableString(f),
        }),
      ),
    })),
    validateOnly: r.readBoolean(),
  }),
  async handle({resources, validateOnly}, context) {
    const refusal = await quorumRefusal(usualTimeoutMs, context);
    return resources.map(({changes, ...resource}) => {
      const isTwice =
        resources.filter(({type, name}) => type === resource.type && name === resource.name).length > 1;
      const result = isTwice
        ? refuse(codes.INVALID_REQUEST, 'Each resource must appear at most once')
        : (refusal ?? alter(resource, changes, {replaces: false, validateOnly}, context));
      return {...resource, ...result};
    });
  },
  write(w, results, _version, f) {
    w.appendInt32(0);
    writeList(w, f, results, (entry, {type, name, code, message}) =>
      entry.appendInt16(code).appendString(message, f).appendInt8(type).appendString(name, f),
    );
  },
});
