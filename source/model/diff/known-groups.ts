import {coordinatorOf} from '../coordinator.ts';
import type {GroupReading} from '../group.ts';
import type {Reading} from '../reading.ts';
import type {World} from '../world.ts';

/** A coordinator's list of groups that came whole; undefined where it did not. */
const wholeList = (
  reading: Reading<readonly GroupReading[]> | undefined,
): readonly GroupReading[] | undefined => (reading?.state === 'ready' ? reading.value : undefined);

/** Readings of groups that are new in a world, by the broker that gave them. */
export const newReadings = (
  before: World,
  after: World,
): readonly (readonly [broker: number, groups: readonly GroupReading[], at: number])[] =>
  before.groups === after.groups
    ? []
    : [...after.groups].flatMap(([broker, reading]) =>
        before.groups.get(broker) === reading || (reading.state !== 'ready' && reading.state !== 'partial')
          ? []
          : [[broker, reading.value, reading.at] as const],
      );

/**
 * Groups that are deleted: twice in turn their coordinator gave a whole list without them, and nobody else lists
 * them. Once is not enough: while a coordinator moves, the old one lists a group no more and the new one not yet.
 */
export const goneGroups = (before: World, after: World): readonly string[] => {
  const fresh = new Set(newReadings(before, after).map(([broker]) => broker));
  if (fresh.size === 0) return [];
  const listed = new Set(
    [...after.groups.values()].flatMap(reading =>
      reading.state === 'waiting' || reading.state === 'failed' ? [] : reading.value.map(({id}) => id),
    ),
  );
  return [...before.history.coordinators].flatMap(([group, last]) => {
    if (listed.has(group)) return [];
    const coordinator = coordinatorOf(after, group);
    if (coordinator === null) return [];
    const broker = coordinator ?? last;
    const [then, now] = [wholeList(before.groups.get(broker)), wholeList(after.groups.get(broker))];
    return fresh.has(broker) && then && now && !then.some(({id}) => id === group) ? [group] : [];
  });
};
