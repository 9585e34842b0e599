import {defineApi} from '../api.ts';
import {readList} from '../codec.ts';
import {codes} from '../codes.ts';
import {membershipOf} from '../member.ts';
import {assign, keepAlive} from '../rebalance.ts';
import {answerLater} from '../wait.ts';

/*
  SyncGroup Request (0-5, flexible from 4) => group_id generation_id member_id group_instance_id protocol_type
      protocol_name [assignments]
    group_id => STRING
    generation_id => INT32
    member_id => STRING
    group_instance_id => NULLABLE_STRING (3+)
    protocol_type => NULLABLE_STRING (5+)
    protocol_name => NULLABLE_STRING (5+)
    assignments => member_id STRING, assignment BYTES      only the leader's count

  SyncGroup Response => throttle_time_ms error_code protocol_type protocol_name assignment
    throttle_time_ms => INT32 (1+)
    error_code => INT16
    protocol_type => NULLABLE_STRING (5+)
    protocol_name => NULLABLE_STRING (5+)
    assignment => BYTES
*/

interface Answer {
  readonly errorCode: number;
  readonly protocolType: string | null;
  readonly protocol: string | null;
  readonly assignment: Buffer;
}

const refused = (errorCode: number): Answer => ({
  errorCode,
  protocolType: null,
  protocol: null,
  assignment: Buffer.alloc(0),
});

export const syncGroup = defineApi({
  key: 14,
  name: 'SyncGroup',
  versions: [0, 5],
  flexible: 4,
  read(r, version, f) {
    const groupId = r.readString(f);
    const generationId = r.readInt32();
    const memberId = r.readString(f);
    const groupInstanceId = version >= 3 ? r.readNullableString(f) : null;
    if (version >= 5) r.readNullableString(f);
    if (version >= 5) r.readNullableString(f);
    const assignments = readList(r, f, entry => ({
      memberId: entry.readString(f),
      // A copy: the request's own bytes would be kept with it.
      assignment: Buffer.from(entry.readBytes(f)),
    }));
    return {groupId, generationId, memberId, groupInstanceId, assignments};
  },
  summary: ({assignments, ...rest}) => ({...rest, assignments: assignments.map(({memberId}) => memberId)}),
  async handle({assignments, ...claim}, context) {
    const {cluster, signal} = context;
    const membership = membershipOf(claim, context);
    if (typeof membership === 'number') return refused(membership);
    const {group, member} = membership;
    keepAlive(group, member, cluster.rules);
    const assigned = (): Answer => ({
      errorCode: codes.NONE,
      protocolType: group.protocolType,
      protocol: group.protocol,
      assignment: member.assignment,
    });
    if (group.phase === 'Stable') return assigned();
    if (group.phase !== 'CompletingRebalance') return refused(codes.REBALANCE_IN_PROGRESS);
    return answerLater(signal, refused(codes.UNKNOWN_MEMBER_ID), answer => {
      member.answerSync = code => answer(code === codes.NONE ? assigned() : refused(code));
      if (group.leader === member.id)
        assign(
          group,
          new Map(assignments.map(({memberId, assignment}) => [memberId, assignment])),
          cluster.rules,
        );
    });
  },
  write(w, answer, version, f) {
    if (version >= 1) w.appendInt32(0);
    w.appendInt16(answer.errorCode);
    if (version >= 5) w.appendString(answer.protocolType, f).appendString(answer.protocol, f);
    w.appendBytes(answer.assignment, f);
  },
});
