import {type Context, defineApi} from '../api.ts';
import {operationsNotAsked, readValuesOrNull, writeList} from '../codec.ts';
import {codes} from '../codes.ts';
import type {GroupState, MemberState} from '../groups.ts';
import {groupRefusal} from '../leader.ts';

/*
  DescribeGroups Request (0-5, flexible from 5) => [groups] include_authorized_operations
    groups => STRING
    include_authorized_operations => BOOLEAN (3+)

  DescribeGroups Response => throttle_time_ms [groups]
    throttle_time_ms => INT32 (1+)
    groups => error_code group_id group_state protocol_type protocol_data [members] authorized_operations
      error_code => INT16
      group_id => STRING
      group_state => STRING                        a group that is not there is Dead, without an error
      protocol_type => STRING
      protocol_data => STRING
      members => member_id group_instance_id client_id client_host member_metadata member_assignment
        member_id => STRING
        group_instance_id => NULLABLE_STRING (4+)
        client_id => STRING
        client_host => STRING
        member_metadata => BYTES
        member_assignment => BYTES
      authorized_operations => INT32 (3+)
*/

interface Described {
  readonly errorCode: number;
  readonly groupId: string;
  readonly state: string;
  readonly protocolType: string;
  readonly protocol: string;
  readonly members: readonly {readonly member: MemberState; readonly metadata: Buffer}[];
}

const nothing = Buffer.alloc(0);

const describe = (groupId: string, group: GroupState | undefined, errorCode: number): Described => {
  if (errorCode !== codes.NONE || !group) {
    const state = errorCode === codes.NONE ? 'Dead' : '';
    return {errorCode, groupId, state, protocolType: '', protocol: '', members: []};
  }
  // Only a stable group has a protocol that its members speak and assignments that hold.
  const protocol = group.phase === 'Stable' ? (group.protocol ?? '') : '';
  return {
    errorCode,
    groupId,
    state: group.phase,
    protocolType: group.protocolType,
    protocol,
    members: [...group.members.values()].map(member => ({
      member: group.phase === 'Stable' ? member : {...member, assignment: nothing},
      metadata: member.protocols.find(({name}) => name === protocol)?.metadata ?? nothing,
    })),
  };
};

export const describeGroups = defineApi({
  key: 15,
  name: 'DescribeGroups',
  versions: [0, 5],
  flexible: 5,
  read(r, version, f) {
    const groups = readValuesOrNull(r, f, value => value.readString(f)) ?? [];
    if (version >= 3) r.readBoolean();
    return {groups};
  },
  handle: ({groups}, context: Context) =>
    groups.map(id => describe(id, context.cluster.groups.get(id), groupRefusal(id, context))),
  write(w, groups, version, f) {
    if (version >= 1) w.appendInt32(0);
    writeList(w, f, groups, (entry, group) => {
      entry.appendInt16(group.errorCode).appendString(group.groupId, f).appendString(group.state, f);
      entry.appendString(group.protocolType, f).appendString(group.protocol, f);
      writeList(entry, f, group.members, (m, {member, metadata}) => {
        m.appendString(member.id, f);
        if (version >= 4) m.appendString(member.instanceId, f);
        m.appendString(member.clientId, f).appendString(member.clientHost, f);
        m.appendBytes(metadata, f).appendBytes(member.assignment, f);
      });
      if (version >= 3) entry.appendInt32(operationsNotAsked);
    });
  },
});
