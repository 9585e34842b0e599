import {defineApi} from '../api.ts';
import {codes} from '../codes.ts';
import {membershipOf} from '../member.ts';
import {keepAlive} from '../rebalance.ts';

/*
  Heartbeat Request (0-4, flexible from 4) => group_id generation_id member_id group_instance_id
    group_id => STRING
    generation_id => INT32
    member_id => STRING
    group_instance_id => NULLABLE_STRING (3+)

  Heartbeat Response => throttle_time_ms error_code
    throttle_time_ms => INT32 (1+)
    error_code => INT16                            REBALANCE_IN_PROGRESS: the member has to join again
*/
export const heartbeat = defineApi({
  key: 12,
  name: 'Heartbeat',
  versions: [0, 4],
  flexible: 4,
  read: (r, version, f) => ({
    groupId: r.readString(f),
    generationId: r.readInt32(),
    memberId: r.readString(f),
    groupInstanceId: version >= 3 ? r.readNullableString(f) : null,
  }),
  handle(claim, context) {
    const membership = membershipOf(claim, context);
    if (typeof membership === 'number') return {errorCode: membership};
    const {group, member} = membership;
    keepAlive(group, member, context.cluster.rules);
    return {errorCode: group.phase === 'PreparingRebalance' ? codes.REBALANCE_IN_PROGRESS : codes.NONE};
  },
  write(w, {errorCode}, version) {
    if (version >= 1) w.appendInt32(0);
    w.appendInt16(errorCode);
  },
});
