import type {LatestOfPartition} from '../model/latest.ts';
import {numberText} from './number.ts';

const count = (number: number, one: string): string =>
  `${numberText(number)} ${number === 1 ? one : `${one}s`}`;

/** What a topic holds of its keys, in a sentence with the figures of all partitions. */
export const latestSentence = (partitions: readonly LatestOfPartition[]): string => {
  let [records, keys, older, gaps, offsets, tombstones] = [0, 0, 0, 0, 0, 0];
  for (const each of partitions) {
    records += each.records;
    keys += each.keys;
    older += each.older;
    gaps += each.gaps;
    offsets += each.end - each.from;
    tombstones += each.tombstones;
  }
  const deleted = tombstones === 0 ? '' : `, ${count(tombstones, 'key')} of them deleted`;
  return `${count(records, 'record')} of ${count(keys, 'key')}${deleted}; ${numberText(older)} with a newer one of their key; ${numberText(gaps)} of ${count(offsets, 'offset')} without a record`;
};
