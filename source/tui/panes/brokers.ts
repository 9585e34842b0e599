import type {Line, Span} from '../../format/line.ts';
import type {Broker} from '../../model/broker.ts';
import {isUnknown} from '../../model/reading.ts';
import type {Topic} from '../../model/topic.ts';
import {brokerTable} from '../../tables/brokers.ts';
import {leaderSpan} from '../../tables/leader.ts';
import {brokerDetail} from '../details/broker.ts';
import {heading} from '../details/section.ts';
import type {Scene} from '../scene.ts';
import {definePane} from './pane.ts';
import {statusOf} from './status.ts';

const leadership = (topic: Topic): Line => [
  {text: ` ${topic.name} `},
  ...(isUnknown(topic.partitions)
    ? [{text: '?', tone: 'warn' as const}]
    : topic.partitions.flatMap((partition): Span[] => [leaderSpan(partition), {text: ' '}])),
];

/** Who leads what, a line a topic, where the view has no grid. */
const below = ({picture, ui}: Scene, _width: number, height: number): readonly Line[] => {
  const topics = picture.topics.filter(topic => !topic.isInternal);
  if (ui.view !== 'dashboard' || height < 2 || topics.length === 0) return [];
  const shown = topics.slice(0, topics.length > height - 1 ? height - 2 : height - 1);
  const rest = topics.length - shown.length;
  return [
    heading(' Leader of each partition'),
    ...shown.map(leadership),
    ...(rest > 0 ? [[{text: ` and ${rest} more: key 3`, tone: 'muted' as const}]] : []),
  ];
};

export const brokersPane = definePane<Broker>({
  id: 'brokers',
  name: 'Brokers',
  noun: 'broker',
  contexts: ['containers'],
  title: (_scene, shown) => {
    const up = shown.filter(broker => broker.state === 'up').length;
    return `Brokers ${up}/${shown.length} up`;
  },
  table: () => brokerTable,
  rows: ({picture}) => picture.brokers,
  status: ({picture}) => statusOf(picture.world.metadata, 'the cluster metadata', picture.now),
  empty: 'The metadata names no broker.',
  subject: broker => ({kind: 'broker', id: String(broker.id)}),
  detail: brokerDetail,
  below,
});
