import type {LogRecord} from '../../model/record.ts';
import {parseRecordFilter} from '../../store/record-filter.ts';
import {sentenceOf} from '../../store/tail-buffer.ts';
import {recordTable} from '../../tables/records.ts';
import {recordDetail} from '../details/record.ts';
import type {Scene} from '../scene.ts';
import type {Status} from './freshness.ts';
import {definePane} from './pane.ts';
import {statusOf} from './status.ts';

/** Before the metadata was read there is no tail; later its own note says what it waits for. */
const status = ({tail, picture}: Scene): Status => {
  const needed = statusOf(picture.world.metadata, 'the cluster metadata', picture.now);
  if (tail.shown.length === 0 && (needed.kind === 'waiting' || needed.kind === 'failed')) return needed;
  return tail.note === null ? {kind: 'ready'} : {kind: 'partial', sentence: tail.note};
};

export const messagesPane = definePane<LogRecord>({
  id: 'messages',
  name: 'Messages',
  noun: 'record',
  contexts: ['messages'],
  title: ({tailTopics, tail}, shown) =>
    `Messages: ${shown.length === tail.shown.length ? tail.sentence : sentenceOf(tail, shown.length)}${tailTopics === null ? '' : ` of ${tailTopics.join(', ')}`}`,
  table: () => recordTable,
  rows: ({tail}) => tail.shown,
  status,
  empty: 'No message has come since the tail began. P produces test events.',
  subject: record => ({kind: 'topic', id: record.topic}),
  detail: recordDetail,
  filter: (records, text) => {
    const filter = parseRecordFilter(text);
    return typeof filter === 'string' ? filter : records.filter(filter);
  },
  isLog: true,
  hasTail: true,
});
