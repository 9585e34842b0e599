import {type Context, defineApi} from '../api.ts';
import {readValuesOrNull, writeList} from '../codec.ts';
import {codes} from '../codes.ts';
import {forgetGroup} from '../forget.ts';
import {groupRefusal} from '../leader.ts';

/*
  DeleteGroups Request (0-2, flexible from 2) => [groups_names]
    groups_names => STRING

  DeleteGroups Response => throttle_time_ms [results]
    throttle_time_ms => INT32
    results => group_id STRING, error_code INT16
*/

const remove = (id: string, context: Context): number => {
  const {cluster} = context;
  if (id === '') return codes.INVALID_GROUP_ID;
  const refusal = groupRefusal(id, context);
  if (refusal !== codes.NONE) return refusal;
  const group = cluster.groups.get(id);
  if (!group) return codes.GROUP_ID_NOT_FOUND;
  if (group.members.size > 0) return codes.NON_EMPTY_GROUP;
  forgetGroup(cluster, group);
  return codes.NONE;
};

export const deleteGroups = defineApi({
  key: 42,
  name: 'DeleteGroups',
  versions: [0, 2],
  flexible: 2,
  read: (r, _version, f) => ({groups: readValuesOrNull(r, f, value => value.readString(f)) ?? []}),
  handle: ({groups}, context) =>
    [...new Set(groups)].map(groupId => ({groupId, errorCode: remove(groupId, context)})),
  write(w, results, _version, f) {
    w.appendInt32(0);
    writeList(w, f, results, (entry, {groupId, errorCode}) =>
      entry.appendString(groupId, f).appendInt16(errorCode),
    );
  },
});
