import {defineApi} from '../api.ts';
import {readList, writeList} from '../codec.ts';
import {codes} from '../codes.ts';
import {groupRefusal} from '../leader.ts';
import {removeMember} from '../rebalance.ts';

/*
  LeaveGroup Request (0-5, flexible from 4) => group_id member_id | group_id [members]
    group_id => STRING
    member_id => STRING (0-2)
    members => member_id group_instance_id reason (3+)
      member_id => STRING
      group_instance_id => NULLABLE_STRING
      reason => NULLABLE_STRING (5+)

  LeaveGroup Response => throttle_time_ms error_code [members]
    throttle_time_ms => INT32 (1+)
    error_code => INT16
    members => member_id STRING, group_instance_id NULLABLE_STRING, error_code INT16 (3+)
*/

interface Leaving {
  readonly memberId: string;
  readonly groupInstanceId: string | null;
}

export const leaveGroup = defineApi({
  key: 13,
  name: 'LeaveGroup',
  versions: [0, 5],
  flexible: 4,
  read(r, version, f) {
    const groupId = r.readString(f);
    const members: readonly Leaving[] =
      version < 3
        ? [{memberId: r.readString(f), groupInstanceId: null}]
        : readList(r, f, entry => {
            const leaving = {memberId: entry.readString(f), groupInstanceId: entry.readNullableString(f)};
            if (version >= 5) entry.readNullableString(f);
            return leaving;
          });
    return {groupId, members};
  },
  handle({groupId, members}, context) {
    const {cluster, version} = context;
    const refusal = groupRefusal(groupId, context);
    if (refusal !== codes.NONE) return {errorCode: refusal, members: []};
    const group = cluster.groups.get(groupId);
    const results = members.map(leaving => {
      const member = [...(group?.members.values() ?? [])].find(({id, instanceId}) =>
        leaving.groupInstanceId === null ? id === leaving.memberId : instanceId === leaving.groupInstanceId,
      );
      if (group && member) removeMember(group, member, cluster.rules);
      return {...leaving, errorCode: member ? codes.NONE : codes.UNKNOWN_MEMBER_ID};
    });
    return {
      errorCode: version < 3 ? (results[0]?.errorCode ?? codes.NONE) : codes.NONE,
      members: results,
    };
  },
  write(w, {errorCode, members}, version, f) {
    if (version >= 1) w.appendInt32(0);
    w.appendInt16(errorCode);
    if (version < 3) return;
    writeList(w, f, members, (entry, member) =>
      entry
        .appendString(member.memberId, f)
        .appendString(member.groupInstanceId, f)
        .appendInt16(member.errorCode),
    );
  },
});
