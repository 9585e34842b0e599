import {UserError, ValueError} from '../../errors.ts';
import type {Picture} from '../../model/picture.ts';
import type {NamedPartition} from './partitions.ts';

/** A partition, and the replicas that it is to have. */
export interface Move extends NamedPartition {
  readonly replicas: readonly number[];
}

/** The brokers that replicas can be on. */
export const liveIds = ({brokers}: Picture): readonly number[] =>
  brokers.filter(({isRegistered}) => isRegistered === true).map(({id}) => id);

const readIds = (text: string): readonly number[] => {
  const ids = text.split(/[\s,]+/).filter(Boolean);
  if (ids.length === 0 || ids.some(id => !/^\d{1,9}$/.test(id)) || new Set(ids).size !== ids.length)
    throw new ValueError(
      `${text || 'Nothing'} is no list of brokers.`,
      'Write their ids, each once: 2,3, or spread:1,2,3.',
    );
  return ids.map(Number);
};

/** The same replicas for each (`2,3`, the first is preferred), or by turns over brokers (`spread:1,2,3`). */
export const movesOf = (
  picture: Picture,
  partitions: readonly NamedPartition[],
  to: string,
): readonly Move[] => {
  const spread = /^spread:(.*)$/.exec(to)?.[1];
  const ids = readIds(spread ?? to);
  const live = liveIds(picture);
  const strange = ids.find(id => !live.includes(id));
  if (strange !== undefined)
    throw new UserError(
      `Broker ${strange} is not there now, and its replicas would wait for it.`,
      `Those that are there: ${live.join(', ')}.`,
    );
  const targetOf = ({partition}: NamedPartition, index: number): readonly number[] => {
    if (spread === undefined) return ids;
    const count = Math.min(partition.replicas.length, ids.length);
    return Array.from({length: count}, (_, place) => ids[(index + place) % ids.length] ?? 0);
  };
  return partitions
    .map((each, index): Move => ({...each, replicas: targetOf(each, index)}))
    .filter(({partition, replicas}) => partition.replicas.join() !== replicas.join());
};

/** Names that are said before the rest is only counted. */
const namesShown = 3;

const idsOfMoves = (moves: readonly Move[]): string => {
  const names = moves.slice(0, namesShown).map(({name}) => name);
  const more = moves.length - names.length;
  return `${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
};

const replicasText = (count: number): string => (count === 1 ? '1 replica' : `${count} replicas`);

/** What is copied, what goes, and which partitions are left with one copy. */
export const consequencesOf = (moves: readonly Move[]): readonly string[] => {
  const sum = (part: (move: Move) => readonly number[]): number =>
    moves.reduce((total, move) => total + part(move).length, 0);
  const coming = sum(({partition, replicas}) => replicas.filter(id => !partition.replicas.includes(id)));
  const going = sum(({partition, replicas}) => partition.replicas.filter(id => !replicas.includes(id)));
  const alone = moves.filter(
    ({partition, replicas}) => replicas.length === 1 && partition.replicas.length > 1,
  );
  const first =
    coming > 0
      ? `${coming} new ${coming === 1 ? 'replica is' : 'replicas are'} copied from the leaders before any old one goes: disk and network have to bear it.`
      : going > 0
        ? `No record is copied: ${replicasText(going)} ${going === 1 ? 'goes' : 'go'}, with the copies that are there.`
        : 'No record is copied: only the order of the replicas changes, and with it who is preferred.';
  return [
    first,
    ...(alone.length > 0
      ? [
          alone.length === 1
            ? `${idsOfMoves(alone)} has one replica then, and nobody reads or writes it while its broker is away.`
            : `${idsOfMoves(alone)} have one replica each then, and nobody reads or writes them while their broker is away.`,
        ]
      : []),
    'Clients go on meanwhile. Leadership moves where the leader is not among the new replicas.',
  ];
};
