import type {LogRecord} from '../../model/record.ts';
import {parseRecordFilter} from '../../store/record-filter.ts';
import {recordTable} from '../../tables/records.ts';
import {recordDetail} from '../details/record.ts';
import {definePane} from './pane.ts';

export const messagesPane = definePane<LogRecord>({
  id: 'messages',
  noun: 'record',
  contexts: ['messages'],
  title: ({tailTopics, tail}) =>
    `Messages: ${tail.sentence}${tailTopics === null ? '' : ` of ${tailTopics.join(', ')}`}`,
  table: () => recordTable,
  rows: ({tail}) => tail.shown,
  status: ({tail}) => (tail.note === null ? {kind: 'ready'} : {kind: 'partial', sentence: tail.note}),
  empty: 'No message has come since the tail began. P produces test events.',
  subject: record => ({kind: 'topic', id: record.topic}),
  detail: recordDetail,
  filter: (records, text) => {
    const filter = parseRecordFilter(text);
    return typeof filter === 'string' ? filter : records.filter(filter);
  },
  isLog: true,
});
