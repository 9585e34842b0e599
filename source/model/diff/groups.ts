import type {LabEvent} from '../event.ts';
import type {GroupReading} from '../group.ts';
import {committedKey} from '../history.ts';
import {isUnknown, known, lastValue} from '../reading.ts';
import type {World} from '../world.ts';
import type {Change} from './change.ts';
import {gather, type PartitionChange} from './gather.ts';
import {goneGroups, newReadings} from './known-groups.ts';

const allGroups = (groups: World['groups']): ReadonlyMap<string, GroupReading> => {
  const newest = new Map<string, {group: GroupReading; at: number}>();
  for (const reading of groups.values()) {
    if (reading.state === 'waiting' || reading.state === 'failed') continue;
    for (const group of reading.value)
      if ((newest.get(group.id)?.at ?? Number.NEGATIVE_INFINITY) < reading.at)
        newest.set(group.id, {group, at: reading.at});
  }
  return new Map([...newest].map(([id, {group}]) => [id, group]));
};

/** `3 -> 2`; where some came and others went, who only counts sees nothing: `3 -> 3 (1 joined, 1 left)`. */
const diffMembers = (before: GroupReading, after: GroupReading, change: Change): readonly LabEvent[] => {
  const [was, is] = [known(before.members), known(after.members)];
  if (!was || !is || was === is) return [];
  const [old, now] = [was, is].map(members => new Set(members.map(({id}) => id)));
  const joined = is.filter(({id}) => !old?.has(id)).length;
  const left = was.filter(({id}) => !now?.has(id)).length;
  if (joined + left === 0) return [];
  const both = joined > 0 && left > 0 ? ` (${joined} joined, ${left} left)` : '';
  return [change('members', after.id, was.length, `${is.length}${both}`)];
};

const diffGroup = (before: GroupReading, after: GroupReading, change: Change): readonly LabEvent[] => {
  if (before === after) return [];
  const states =
    !isUnknown(before.state) && !isUnknown(after.state) && before.state !== after.state
      ? [change('group-state', after.id, before.state, after.state)]
      : [];
  return [...states, ...diffMembers(before, after, change)];
};

const rewound = (before: World, {id, committed}: GroupReading): readonly PartitionChange[] =>
  (known(committed) ?? []).flatMap(({topic, partition, offset}): PartitionChange[] => {
    const last = before.history.committed.get(committedKey(id, topic, partition))?.at(-1)?.value;
    return last === undefined || offset === null || offset >= last
      ? []
      : [{kind: 'offsets-rewound', owner: `${id} on ${topic}`, partition, from: last, to: offset}];
  });

/** Groups that came, went or changed; their members, coordinators, and committed offsets that went back. */
export const diffGroups = (before: World, after: World, change: Change): readonly LabEvent[] => {
  const readings = newReadings(before, after);
  if (readings.length === 0) return [];
  const old = allGroups(before.groups);
  const changed = readings.flatMap(([broker, groups]) => {
    // The first answer of a coordinator tells of groups that were there before.
    const isFirst = lastValue(before.groups.get(broker) ?? {state: 'waiting'}) === undefined;
    return groups.flatMap((group): readonly LabEvent[] => {
      const {id} = group;
      const coordinator = before.history.coordinators.get(id);
      if (coordinator === undefined) return isFirst ? [] : [change('group-created', id, null, null)];
      const previous = old.get(id);
      return [
        ...(coordinator === broker ? [] : [change('coordinator', id, coordinator, broker)]),
        ...(previous ? diffGroup(previous, group, change) : []),
        ...gather(rewound(before, group), change),
      ];
    });
  });
  return [...changed, ...goneGroups(before, after).map(id => change('group-deleted', id, null, null))];
};
