import {bytesText} from '../format/bytes.ts';
import type {Span} from '../format/line.ts';
import {previewText} from '../format/record.ts';
import type {LogRecord} from '../model/record.ts';
import {cell, timeText} from './cell.ts';
import type {Table} from './column.ts';
import {figure, label, shown} from './kinds.ts';

/** Characters of a key or value that a row can show at all, however large the value is. */
const previewLength = 400;

const bytes = (value: Uint8Array | null, isTombstone: boolean): Span =>
  value === null ? cell(isTombstone ? 'tombstone' : '-', 'muted') : cell(previewText(value, previewLength));

export const recordId = ({topic, partition, offset}: LogRecord): string => `${topic}/${partition}/${offset}`;

export const recordTable: Table<LogRecord> = {
  noun: 'record',
  id: recordId,
  // No column: what comes late has an earlier time than what is there already, and stands below it all the same.
  sort: '',
  columns: [
    shown(
      {id: 'time', title: 'time', width: [8, 24], priority: 3},
      record => record.timestamp,
      (record, context) => cell(timeText(record.timestamp, context), 'muted'),
    ),
    label({id: 'topic', title: 'topic', width: [8, 28], priority: 0, cut: 'middle'}, record => record.topic),
    figure({id: 'partition', title: 'part', width: 4, priority: 0}, record => record.partition),
    figure({id: 'offset', title: 'offset', width: [7, 12], priority: 1}, record => record.offset),
    shown(
      {id: 'key', title: 'key', width: [8, 24], priority: 2, isOfRow: true},
      record => (record.key === null ? null : previewText(record.key, previewLength)),
      record => bytes(record.key, false),
    ),
    shown(
      {id: 'value', title: 'value', width: [12, 400], priority: 0, isOfRow: true},
      record => (record.value === null ? null : previewText(record.value, previewLength)),
      record => bytes(record.value, true),
    ),
    shown(
      {id: 'size', title: 'size', width: 9, priority: 4, align: 'right'},
      record => record.size,
      record => cell(bytesText(record.size), 'muted'),
    ),
  ],
};
