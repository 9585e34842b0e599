import type {Picture} from '../model/picture.ts';
import {isUnknown, known} from '../model/reading.ts';
import type {Condition} from './exercise.ts';
import {partitionsOf} from './proofs.ts';

interface Reader {
  readonly name: string;
  readonly partitions: readonly number[];
}

/** The members of a group with what each reads of a topic; undefined while they were not read. */
export const readersOf = ({groups}: Picture, group: string, topic: string): readonly Reader[] | undefined => {
  const found = groups.find(({id}) => id === group);
  if (!found) return [];
  return known(found.members)?.map(({clientId, assignment}) => ({
    name: clientId,
    partitions: (known(assignment) ?? [])
      .filter(each => each.topic === topic)
      .flatMap(({partitions}) => partitions)
      .toSorted((one, other) => one - other),
  }));
};

const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;

/** Whether a group has so many members, of which so many have nothing to read. */
export const groupHas = (
  picture: Picture,
  group: string,
  topic: string,
  {members, idle = 0}: {readonly members: number; readonly idle?: number},
): readonly Condition[] => {
  const readers = readersOf(picture, group, topic);
  if (!readers) return [{isMet: false, sentence: `The members of ${group} were not read yet.`}];
  const busy = readers.filter(({partitions}) => partitions.length > 0);
  const all = partitionsOf(picture, topic).length;
  const shared = busy.flatMap(({partitions}) => partitions).length;
  const share = busy.map(({name, partitions}) => `${name} reads ${partitions.join(' ')}`).join('; ');
  return [
    {
      isMet: readers.length === members,
      sentence: `${group} has ${count(readers.length, 'member')}${readers.length === members ? '' : `, and has to have ${members}`}.`,
    },
    ...(members === 0
      ? []
      : [
          {
            isMet: readers.length - busy.length === idle && shared === all && all > 0,
            sentence: `Of ${count(all, 'partition')} of ${topic}: ${share || 'nobody reads any'}${
              readers.length > busy.length ? `; ${readers.length - busy.length} without any` : ''
            }.`,
          },
        ]),
  ];
};

/** What to say behind a lag that has to go, where it stays since nobody reads: demo consumers end with their program. */
export const unreadWords = ({groups}: Picture, group: string): string =>
  known(groups.find(({id}) => id === group)?.members ?? [])?.length === 0
    ? ` ${group} has no member: start a demo consumer of it (again).`
    : '';

/** The lag of a group on one topic, as far as it is known; undefined where some of it is not. */
export const lagOn = ({groups}: Picture, group: string, topic: string): number | undefined => {
  const rows = known(groups.find(({id}) => id === group)?.partitions ?? [])?.filter(
    row => row.topic === topic,
  );
  if (!rows || rows.length === 0) return undefined;
  let sum = 0;
  for (const {lag} of rows) {
    if (isUnknown(lag)) return undefined;
    sum += lag ?? 0;
  }
  return sum;
};

/**
 * How far a group has come in a topic: its commits together; null where it has committed nothing there, undefined where
 * some of it is not known.
 */
export const committedOn = (
  {groups, groupsMissing}: Picture,
  group: string,
  topic: string,
): number | null | undefined => {
  const found = groups.find(({id}) => id === group);
  // A list of groups that is not whole may lack this one.
  if (!found) return groupsMissing.length > 0 ? undefined : null;
  const rows = known(found.partitions)?.filter(row => row.topic === topic);
  if (!rows || rows.some(({committed}) => isUnknown(committed))) return undefined;
  const commits = rows.flatMap(({committed}) => (typeof committed === 'number' ? [committed] : []));
  return commits.length > 0 ? commits.reduce((sum, each) => sum + each, 0) : null;
};

/** The same in words. */
export const committedText = (picture: Picture, group: string, topic: string): string => {
  const committed = committedOn(picture, group, topic);
  return committed === undefined ? '?' : String(committed ?? 'nothing yet');
};

/** How far a group has come in one partition; undefined where it has committed nothing, or that is not known. */
export const committedAt = (
  {groups}: Picture,
  group: string,
  topic: string,
  partition: number,
): number | undefined => {
  const row = known(groups.find(({id}) => id === group)?.partitions ?? [])?.find(
    each => each.topic === topic && each.partition === partition,
  );
  return row === undefined || isUnknown(row.committed) || row.committed === null ? undefined : row.committed;
};
