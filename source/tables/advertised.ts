import type {Advertised} from '../model/advertised.ts';
import type {Table} from './column.ts';
import {figure, label} from './kinds.ts';

type Row = Advertised['brokers'][number];

export const advertisedTable: Table<Row> = {
  noun: 'address',
  id: ({id}) => String(id),
  sort: 'id',
  tone: ({trouble}) => (trouble === null ? undefined : 'warn'),
  columns: [
    figure({id: 'id', title: 'broker', width: 6, priority: 0}, ({id}) => id),
    label({id: 'address', title: 'address', width: [16, 40], priority: 0, cut: 'middle'}, row => row.address),
    label({id: 'reach', title: 'from this machine', width: [17, 90], priority: 0}, ({trouble}) =>
      trouble === null ? 'answers' : trouble,
    ),
  ],
};
