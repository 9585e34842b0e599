import {alter, type Change, operations} from '../alter.ts';
import {defineApi} from '../api.ts';
import {readList, writeList} from '../codec.ts';
import {quorumRefusal, usualTimeoutMs} from '../controller.ts';

/*
  AlterConfigs Request (0-2, flexible from 2) => [resources] validate_only
    resources => resource_type resource_name [configs]
      resource_type => INT8                        2 topic, 4 broker
      resource_name => STRING
      configs => name STRING, value NULLABLE_STRING
    validate_only => BOOLEAN

  AlterConfigs Response => throttle_time_ms [responses]
    throttle_time_ms => INT32
    responses => error_code INT16, error_message NULLABLE_STRING, resource_type INT8, resource_name STRING

  What is not named goes back to its default: clients use IncrementalAlterConfigs since it is there.
*/
export const alterConfigs = defineApi({
  key: 33,
  name: 'AlterConfigs',
  versions: [0, 2],
  flexible: 2,
  read: (r, _version, f) => ({
    resources: readList(r, f, entry => ({
      type: entry.readInt8(),
      name: entry.readString(f),
      changes: readList(
        entry,
        f,
        (c): Change => ({
          name: c.readString(f),
          operation: operations.set,
          value: c.readNullableString(f),
        }),
      ),
    })),
    validateOnly: r.readBoolean(),
  }),
  async handle({resources, validateOnly}, context) {
    const refusal = await quorumRefusal(usualTimeoutMs, context);
    return resources.map(({changes, ...resource}) => ({
      ...resource,
      ...(refusal ?? alter(resource, changes, {replaces: true, validateOnly}, context)),
    }));
  },
  write(w, results, _version, f) {
    w.appendInt32(0);
    writeList(w, f, results, (entry, {type, name, code, message}) =>
      entry.appendInt16(code).appendString(message, f).appendInt8(type).appendString(name, f),
    );
  },
});
