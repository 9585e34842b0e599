import {coordinatorOf} from '../coordinator.ts';
import type {GroupReading} from '../group.ts';
import type {History} from '../history.ts';
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
 * Known groups that nobody lists, of coordinators that have just given a whole list, with the coordinator. A group whose
 * partition has no leader is invisible, and not among them.
 */
const missed = (before: World, after: World): readonly (readonly [group: string, broker: number])[] => {
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
    return fresh.has(broker) && wholeList(after.groups.get(broker)) ? [[group, broker] as const] : [];
  });
};

/**
 * Groups that are deleted: twice in turn their coordinator gave a whole list without them, and nobody else lists
 * them. Once is not enough: while a coordinator moves, the old one lists a group no more and the new one not yet. What
 * the new one said before it was the coordinator says nothing.
 */
export const goneGroups = (before: World, after: World): readonly string[] =>
  missed(before, after).flatMap(([group, broker]) =>
    before.history.unlisted.get(group) === broker ? [group] : [],
  );

/** Groups that were missed for the first time; who is listed again, or deleted, is let go. */
export const unlistedGroups = (
  before: World,
  after: World,
  gone: ReadonlySet<string>,
): History['unlisted'] => {
  const {unlisted} = before.history;
  const listed = newReadings(before, after).flatMap(([, groups]) => groups.map(({id}) => id));
  const again = listed.filter(id => unlisted.has(id));
  const missing = missed(before, after).filter(([group, broker]) => unlisted.get(group) !== broker);
  if (again.length === 0 && missing.length === 0 && gone.size === 0) return unlisted;
  const next = new Map([...unlisted, ...missing]);
  for (const id of [...again, ...gone]) next.delete(id);
  return next;
};
