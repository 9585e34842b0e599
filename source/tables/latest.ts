import {previewText} from '../format/record.ts';
import type {LatestOfPartition, LatestRecord} from '../model/latest.ts';
import {cell} from './cell.ts';
import type {Table} from './column.ts';
import {figure, shown} from './kinds.ts';

/** Characters of a key or value that a row can show at all. */
const previewLength = 400;

const preview = (bytes: Uint8Array): string => previewText(bytes, previewLength);

/** Of each partition how many records there are, of how many keys, and how many offsets are empty. */
export const latestTable: Table<LatestOfPartition> = {
  noun: 'latest',
  id: ({partition}) => String(partition),
  sort: 'id',
  columns: [
    figure({id: 'id', title: 'part', width: [4, 6], priority: 0}, ({partition}) => partition),
    figure({id: 'from', title: 'from', width: [6, 12], priority: 1}, ({from}) => from),
    figure({id: 'end', title: 'end', width: [6, 12], priority: 1}, ({end}) => end),
    figure({id: 'records', title: 'records', width: [7, 9], priority: 0}, ({records}) => records),
    figure({id: 'keys', title: 'keys', width: [6, 9], priority: 0}, ({keys}) => keys),
    figure({id: 'older', title: 'older', width: [6, 9], priority: 0}, ({older}) => older),
    figure({id: 'tombstones', title: 'deleted', width: 7, priority: 1}, ({tombstones}) => tombstones),
    figure({id: 'gaps', title: 'gaps', width: [6, 9], priority: 0}, ({gaps}) => gaps),
  ],
};

/** The last record of each key. */
export const latestRecordTable: Table<LatestRecord> = {
  noun: 'latest-record',
  id: ({record}) => `${record.partition}/${record.offset}`,
  sort: 'key',
  columns: [
    shown(
      {id: 'key', title: 'key', width: [8, 24], priority: 0},
      ({key}) => preview(key),
      ({key}) => cell(preview(key)),
    ),
    figure({id: 'partition', title: 'part', width: 4, priority: 1}, ({record}) => record.partition),
    figure({id: 'offset', title: 'offset', width: [7, 12], priority: 0}, ({record}) => record.offset),
    figure({id: 'older', title: 'older', width: [5, 9], priority: 1}, ({older}) => older),
    shown(
      {id: 'value', title: 'value', width: [12, 400], priority: 0},
      ({record: {value}}) => (value === null ? null : preview(value)),
      ({record: {value}}) => (value === null ? cell('tombstone', 'muted') : cell(preview(value))),
    ),
  ],
};
