import {defineApi} from '../api.ts';
import {readValuesOrNull, writeList} from '../codec.ts';
import {codes} from '../codes.ts';

/*
  ListGroups Request (0-5, flexible from 3) => [states_filter] [types_filter]
    states_filter => STRING (4+)                   empty: all states
    types_filter => STRING (5+)                    empty: all types

  ListGroups Response => throttle_time_ms error_code [groups]
    throttle_time_ms => INT32 (1+)
    error_code => INT16
    groups => group_id protocol_type group_state group_type
      group_id => STRING
      protocol_type => STRING
      group_state => STRING (4+)
      group_type => STRING (5+)

  A broker lists the groups that it coordinates. Those whose partition of __consumer_offsets has no leader are listed
  by nobody.
*/

const includes = (filter: readonly string[], value: string): boolean =>
  filter.length === 0 || filter.some(word => word.toLowerCase() === value.toLowerCase());

export const listGroups = defineApi({
  key: 16,
  name: 'ListGroups',
  versions: [0, 5],
  flexible: 3,
  read: (r, version, f) => ({
    statesFilter: version >= 4 ? (readValuesOrNull(r, f, value => value.readString(f)) ?? []) : [],
    typesFilter: version >= 5 ? (readValuesOrNull(r, f, value => value.readString(f)) ?? []) : [],
  }),
  handle({statesFilter, typesFilter}, {cluster, broker}) {
    const groups = [...cluster.groups.values()].filter(
      ({id, phase}) =>
        phase !== 'Dead' &&
        cluster.isCoordinator(broker, id) &&
        !cluster.faults.isDenied('group', id) &&
        includes(statesFilter, phase) &&
        includes(typesFilter, 'classic'),
    );
    return {errorCode: codes.NONE, groups};
  },
  write(w, {errorCode, groups}, version, f) {
    if (version >= 1) w.appendInt32(0);
    w.appendInt16(errorCode);
    writeList(w, f, groups, (entry, group) => {
      entry.appendString(group.id, f).appendString(group.protocolType, f);
      if (version >= 4) entry.appendString(group.phase, f);
      if (version >= 5) entry.appendString('classic', f);
    });
  },
});
