import type {Glyphs} from '../../format/glyphs.ts';
import type {Span} from '../../format/line.ts';
import {isUnknown} from '../../model/reading.ts';
import type {Partition} from '../../model/topic.ts';
import type {Column, Table} from '../../tables/column.ts';
import {leaderSpan} from '../../tables/leader.ts';
import {partitionDetail} from '../details/partition.ts';
import type {Scene} from '../scene.ts';
import {definePane} from './pane.ts';
import {statusOf} from './status.ts';

/** A row of the partition x broker grid. */
export interface PlacedPartition {
  readonly topic: string;
  readonly partition: Partition;
}

/** What a broker is to a partition: glyph and tone say the same, so that neither is needed. */
export const replicaSpan = (partition: Partition, broker: number, glyphs: Glyphs): Span => {
  const {replica} = glyphs;
  if (!partition.replicas.includes(broker)) return {text: replica.none, tone: 'muted'};
  const isLeader = !isUnknown(partition.leader) && partition.leader === broker;
  if (isLeader)
    return partition.isLeaderAnswering
      ? {text: replica.leader, tone: partition.preferredLeader === broker ? 'good' : 'info', bold: true}
      : {text: `${replica.leader}?`, tone: 'bad', bold: true};
  if (partition.offline.includes(broker)) return {text: replica.offline, tone: 'bad'};
  if (!partition.isr.includes(broker)) return {text: replica.outOfSync, tone: 'warn'};
  return partition.preferredLeader === broker
    ? {text: replica.preferred, tone: 'info'}
    : {text: replica.inSync, tone: 'good'};
};

const column = (
  id: string,
  title: string,
  width: {min: number; max: number},
  priority: number,
  cell: (row: PlacedPartition) => Span,
  value: Column<PlacedPartition>['value'] = row => cell(row).text,
  align: 'left' | 'right' = 'left',
): Column<PlacedPartition> => ({id, title, width, align, priority, value, cell});

const numbers = (ids: readonly number[]): Span => ({text: ids.length === 0 ? '-' : ids.join(' ')});

const table = ({picture, glyphs}: Scene): Table<PlacedPartition> => ({
  noun: 'partition',
  id: ({topic, partition}) => `${topic}-${partition.id}`,
  sort: 'partition',
  columns: [
    {
      ...column(
        'partition',
        'partition',
        {min: 12, max: 40},
        0,
        ({topic, partition}) => ({text: `${topic}-${partition.id}`}),
        ({topic, partition}) => `${topic}-${String(partition.id).padStart(6, '0')}`,
      ),
      cut: 'middle',
    },
    column('leader', 'leader', {min: 6, max: 6}, 0, ({partition}) => leaderSpan(partition)),
    ...picture.brokers.map(broker =>
      column(`broker-${broker.id}`, `b${broker.id}`, {min: 3, max: 6}, 0, ({partition}) =>
        replicaSpan(partition, broker.id, glyphs),
      ),
    ),
    column('isr', 'isr', {min: 6, max: 14}, 1, ({partition}) => numbers(partition.isr)),
    column('replicas', 'replicas', {min: 8, max: 14}, 2, ({partition}) => numbers(partition.replicas)),
    column(
      'epoch',
      'epoch',
      {min: 5, max: 7},
      3,
      ({partition}) => ({text: String(partition.leaderEpoch ?? '-')}),
      ({partition}) => partition.leaderEpoch,
      'right',
    ),
  ],
});

const rows = ({picture, ui}: Scene): readonly PlacedPartition[] =>
  picture.topics
    .filter(topic => ui.isShowingAll || !topic.isInternal)
    .flatMap(topic =>
      isUnknown(topic.partitions) ? [] : topic.partitions.map(partition => ({topic: topic.name, partition})),
    );

/** The partition x broker grid: leader, in-sync follower, out of sync, offline, preferred but not leader. */
export const gridPane = definePane<PlacedPartition>({
  id: 'grid',
  name: 'Partitions x brokers',
  noun: 'partition',
  contexts: [],
  title: ({ui}, shown) =>
    `Partitions x brokers: ${shown.length}${ui.isShowingAll ? '' : ' (internal topics hidden)'}`,
  table,
  rows,
  status: ({picture}) => statusOf(picture.world.metadata, 'the cluster metadata', picture.now),
  empty: ({picture}) =>
    picture.topics.length === 0
      ? 'There is no topic yet.'
      : "There are only Kafka's own topics: x shows internal topics.",
  subject: ({topic, partition}) => ({kind: 'partition', id: `${topic}-${partition.id}`}),
  detail: ({topic, partition}, scene, width) => partitionDetail(topic, partition, scene, width),
});
