import type {LabEvent} from '../event.ts';
import type {GroupReading} from '../group.ts';
import {isUnknown, known, lastValue, type Reading} from '../reading.ts';
import type {World} from '../world.ts';
import type {Change} from './change.ts';

interface Found {
  readonly group: GroupReading;
  readonly at: number;
}

/** The newest reading of each group, whoever coordinates it. */
const byId = (groups: World['groups']): ReadonlyMap<string, Found> => {
  const found = new Map<string, Found>();
  for (const reading of groups.values()) {
    if (reading.state === 'waiting' || reading.state === 'failed') continue;
    for (const group of reading.value) {
      const other = found.get(group.id);
      if (!other || other.at < reading.at) found.set(group.id, {group, at: reading.at});
    }
  }
  return found;
};

const committedOf = (group: GroupReading): ReadonlyMap<string, number> =>
  new Map(
    (known(group.committed) ?? []).flatMap(({topic, partition, offset}): [string, number][] =>
      offset === null ? [] : [[`${topic}-${partition}`, offset]],
    ),
  );

const diffGroup = (before: GroupReading, after: GroupReading, change: Change): readonly LabEvent[] => {
  if (before === after) return [];
  const {id} = after;
  const events: LabEvent[] = [];
  if (before.coordinator !== after.coordinator)
    events.push(change('coordinator', id, before.coordinator, after.coordinator));
  if (!isUnknown(before.state) && !isUnknown(after.state) && before.state !== after.state)
    events.push(change('group-state', id, before.state, after.state));
  const [was, is] = [known(before.members), known(after.members)];
  if (was && is) {
    const old = new Set(was.map(member => member.id));
    const isOther = was.length !== is.length || is.some(member => !old.has(member.id));
    if (isOther) events.push(change('members', id, was.length, is.length));
  }
  const old = committedOf(before);
  for (const [partition, offset] of committedOf(after)) {
    const previous = old.get(partition);
    if (previous !== undefined && offset < previous)
      events.push(change('offsets-rewound', `${id} on ${partition}`, previous, offset));
  }
  return events;
};

const isWhole = (reading: Reading<unknown>): boolean => reading.state === 'ready';

/** Groups that came, went or changed. A group is gone only when every coordinator answered and none lists it. */
export const diffGroups = (before: World, after: World, change: Change): readonly LabEvent[] => {
  if (before.groups === after.groups) return [];
  const hadAll = before.groups.size > 0 && [...before.groups.values()].every(isWhole);
  const hasAll = [...after.groups.values()].every(isWhole) && after.groups.size >= before.groups.size;
  const [was, is] = [byId(before.groups), byId(after.groups)];
  const changed = [...is].flatMap(([id, {group}]) => {
    const previous = was.get(id);
    if (previous) return diffGroup(previous.group, group, change);
    // The first answer of a coordinator tells of groups that were there before.
    const isFirst = [...after.groups].some(
      ([broker, reading]) =>
        broker === group.coordinator &&
        lastValue(before.groups.get(broker) ?? {state: 'waiting'}) === undefined &&
        lastValue(reading) !== undefined,
    );
    return hadAll && !isFirst ? [change('group-created', id, null, null)] : [];
  });
  const gone =
    hadAll && hasAll
      ? [...was.keys()].filter(id => !is.has(id)).map(id => change('group-deleted', id, null, null))
      : [];
  return [...changed, ...gone];
};
