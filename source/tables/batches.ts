import type {BatchTotals} from '../model/batch.ts';
import {bytesCell} from './cell.ts';
import type {Table} from './column.ts';
import {figure, label} from './kinds.ts';

/** A mean, to be read and not to be counted with. */
const each = (sum: number, count: number): number | null => (count === 0 ? null : Math.round(sum / count));

export const batchTable: Table<BatchTotals> = {
  noun: 'batches',
  id: ({partition}) => String(partition),
  sort: 'id',
  columns: [
    figure({id: 'id', title: 'part', width: [4, 6], priority: 0}, ({partition}) => partition),
    figure({id: 'batches', title: 'batches', width: [7, 9], priority: 0}, ({batches}) => batches),
    figure({id: 'records', title: 'records', width: [7, 9], priority: 0}, ({records}) => records),
    figure({id: 'per-batch', title: 'per batch', width: 9, priority: 0}, ({records, batches}) =>
      each(records, batches),
    ),
    figure({id: 'bytes', title: 'size', width: [8, 10], priority: 1}, ({bytes}) => bytes, bytesCell),
    figure({id: 'per-record', title: 'B/record', width: 8, priority: 0}, ({bytes, records}) =>
      each(bytes, records),
    ),
    label({id: 'compression', title: 'compression', width: [11, 24], priority: 1}, ({compressions}) =>
      compressions.length === 0 ? null : compressions.join(' '),
    ),
    figure({id: 'from', title: 'from offset', width: [11, 14], priority: 2}, ({from}) => from),
  ],
};
