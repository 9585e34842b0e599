import {type Context, defineApi} from '../api.ts';
import {readList, writeList} from '../codec.ts';
import {codes} from '../codes.ts';
import {createMember, type GroupState, type MemberState, promise} from '../groups.ts';
import {groupRefusal} from '../leader.ts';
import {join, removeMember} from '../rebalance.ts';
import {answerLater} from '../wait.ts';

/*
  JoinGroup Request (0-9, flexible from 6) => group_id session_timeout_ms rebalance_timeout_ms member_id
      group_instance_id protocol_type [protocols] reason
    group_id => STRING
    session_timeout_ms => INT32
    rebalance_timeout_ms => INT32 (1+)
    member_id => STRING                            empty: the broker gives one
    group_instance_id => NULLABLE_STRING (5+)
    protocol_type => STRING
    protocols => name STRING, metadata BYTES
    reason => NULLABLE_STRING (8+)

  JoinGroup Response => throttle_time_ms error_code generation_id protocol_type protocol_name leader skip_assignment
      member_id [members]
    throttle_time_ms => INT32 (2+)
    error_code => INT16
    generation_id => INT32
    protocol_type => NULLABLE_STRING (7+)
    protocol_name => STRING (nullable 7+)
    leader => STRING
    skip_assignment => BOOLEAN (9+)
    member_id => STRING
    members => member_id STRING, group_instance_id NULLABLE_STRING (5+), metadata BYTES     only the leader is told
*/

interface Answer {
  readonly errorCode: number;
  readonly generationId: number;
  readonly protocolType: string | null;
  readonly protocol: string | null;
  readonly leader: string;
  readonly memberId: string;
  readonly members: readonly {
    readonly id: string;
    readonly instanceId: string | null;
    readonly metadata: Buffer;
  }[];
}

const nothing = Buffer.alloc(0);

const refused = (errorCode: number, memberId: string): Answer => ({
  errorCode,
  generationId: -1,
  protocolType: null,
  protocol: null,
  leader: '',
  memberId,
  members: [],
});

/** What a member is told when its group has joined. */
const joined = (group: GroupState, member: MemberState): Answer => ({
  errorCode: codes.NONE,
  generationId: group.generation,
  protocolType: group.protocolType,
  protocol: group.protocol,
  leader: group.leader ?? '',
  memberId: member.id,
  members:
    group.leader === member.id
      ? [...group.members.values()].map(({id, instanceId, protocols}) => ({
          id,
          instanceId,
          metadata: protocols.find(({name}) => name === group.protocol)?.metadata ?? nothing,
        }))
      : [],
});

interface Wish {
  readonly groupId: string;
  readonly sessionTimeoutMs: number;
  readonly rebalanceTimeoutMs: number;
  readonly memberId: string;
  readonly groupInstanceId: string | null;
  readonly protocolType: string;
  readonly protocols: readonly {readonly name: string; readonly metadata: Buffer}[];
}

const refusalOf = (wish: Wish, context: Context): number => {
  const {cluster} = context;
  if (wish.groupId === '') return codes.INVALID_GROUP_ID;
  const refusal = groupRefusal(wish.groupId, context);
  if (refusal !== codes.NONE) return refusal;
  const shortest = Number(cluster.brokerConfig('group.min.session.timeout.ms'));
  const longest = Number(cluster.brokerConfig('group.max.session.timeout.ms'));
  if (wish.sessionTimeoutMs < shortest || wish.sessionTimeoutMs > longest)
    return codes.INVALID_SESSION_TIMEOUT;
  const group = cluster.groups.get(wish.groupId);
  const others = [...(group?.members.values() ?? [])].filter(({id}) => id !== wish.memberId);
  const isSpoken = wish.protocols.some(({name}) =>
    others.every(({protocols}) => protocols.some(protocol => protocol.name === name)),
  );
  if (!isSpoken || (others.length > 0 && group?.protocolType !== wish.protocolType))
    return codes.INCONSISTENT_GROUP_PROTOCOL;
  const isKnown = group?.members.has(wish.memberId) || group?.promised.has(wish.memberId);
  return wish.memberId === '' || isKnown ? codes.NONE : codes.UNKNOWN_MEMBER_ID;
};

/** The member that asks: the known one, the one that a static member replaces, or a new one. */
const memberOf = (group: GroupState, wish: Wish, id: string, {cluster}: Context): MemberState => {
  const before = [...group.members.values()].find(
    ({instanceId, id: other}) => instanceId !== null && instanceId === wish.groupInstanceId && other !== id,
  );
  if (before) removeMember(group, before, cluster.rules);
  return group.members.get(id) ?? createMember(id, wish.groupInstanceId);
};

export const joinGroup = defineApi({
  key: 11,
  name: 'JoinGroup',
  versions: [0, 9],
  flexible: 6,
  read(r, version, f): Wish {
    const groupId = r.readString(f);
    const sessionTimeoutMs = r.readInt32();
    const rebalanceTimeoutMs = version >= 1 ? r.readInt32() : sessionTimeoutMs;
    const memberId = r.readString(f);
    const groupInstanceId = version >= 5 ? r.readNullableString(f) : null;
    const protocolType = r.readString(f);
    const protocols = readList(r, f, entry => ({
      name: entry.readString(f),
      // A copy: the request's own bytes would be kept with it.
      metadata: Buffer.from(entry.readBytes(f)),
    }));
    if (version >= 8) r.readNullableString(f);
    return {
      groupId,
      sessionTimeoutMs,
      rebalanceTimeoutMs,
      memberId,
      groupInstanceId,
      protocolType,
      protocols,
    };
  },
  summary: ({protocols, ...rest}) => ({...rest, protocols: protocols.map(({name}) => name)}),
  async handle(wish, context) {
    const {cluster, clientId, clientHost, version, signal} = context;
    const refusal = refusalOf(wish, context);
    if (refusal !== codes.NONE) return refused(refusal, wish.memberId);
    const group = cluster.group(wish.groupId);
    const id = wish.memberId || `${wish.groupInstanceId ?? clientId ?? ''}-${cluster.ids.next()}`;
    if (wish.memberId === '' && wish.groupInstanceId === null && version >= 4) {
      promise(group, id);
      return refused(codes.MEMBER_ID_REQUIRED, id);
    }
    group.promised.delete(id);
    const member = memberOf(group, wish, id, context);
    Object.assign(member, {
      clientId: clientId ?? '',
      clientHost,
      sessionTimeoutMs: wish.sessionTimeoutMs,
      rebalanceTimeoutMs: wish.rebalanceTimeoutMs,
    });
    group.protocolType = wish.protocolType;
    return answerLater(signal, refused(codes.UNKNOWN_MEMBER_ID, id), answer => {
      const tell = (code: number): void =>
        answer(code === codes.NONE ? joined(group, member) : refused(code, member.id));
      join(group, member, wish.protocols, tell, cluster.rules);
    });
  },
  write(w, answer, version, f) {
    if (version >= 2) w.appendInt32(0);
    w.appendInt16(answer.errorCode).appendInt32(answer.generationId);
    if (version >= 7) w.appendString(answer.protocolType, f);
    w.appendString(version >= 7 ? answer.protocol : (answer.protocol ?? ''), f).appendString(
      answer.leader,
      f,
    );
    if (version >= 9) w.appendBoolean(false);
    w.appendString(answer.memberId, f);
    writeList(w, f, answer.members, (m, {id, instanceId, metadata}) => {
      m.appendString(id, f);
      if (version >= 5) m.appendString(instanceId, f);
      m.appendBytes(metadata, f);
    });
  },
});
