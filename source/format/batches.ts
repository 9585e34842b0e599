import type {BatchTotals} from '../model/batch.ts';
import {numberText} from './number.ts';

const count = (number: number, one: string, more: string): string =>
  `${numberText(number)} ${number === 1 ? one : more}`;

/** What the batches of a topic amount to, in a sentence: `200 records in 4 batches, 9,120 bytes (46 a record)`. */
export const batchSentence = (partitions: readonly BatchTotals[]): string => {
  let [batches, records, bytes] = [0, 0, 0];
  for (const each of partitions) {
    batches += each.batches;
    records += each.records;
    bytes += each.bytes;
  }
  if (records === 0) return 'it holds no record';
  return `${count(records, 'record', 'records')} in ${count(batches, 'batch', 'batches')}, ${count(bytes, 'byte', 'bytes')} (${numberText(Math.round(bytes / records))} a record)`;
};
