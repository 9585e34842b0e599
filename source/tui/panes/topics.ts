import {isUnknown} from '../../model/reading.ts';
import type {Partition, Topic} from '../../model/topic.ts';
import type {Table} from '../../tables/column.ts';
import {partitionTable} from '../../tables/partitions.ts';
import {topicTable} from '../../tables/topics.ts';
import {partitionDetail} from '../details/partition.ts';
import {topicDetail} from '../details/topic.ts';
import type {Scene} from '../scene.ts';
import {definePane} from './pane.ts';
import {statusOf} from './status.ts';

const listed = ({picture, ui}: Scene): readonly Topic[] =>
  ui.isShowingAll ? picture.topics : picture.topics.filter(topic => !topic.isInternal);

export const topicsPane = definePane<Topic>({
  id: 'topics',
  name: 'Topics',
  noun: 'topic',
  contexts: ['topics'],
  title: ({picture, ui}, shown) => {
    const hidden = ui.isShowingAll ? 0 : picture.topics.filter(topic => topic.isInternal).length;
    return `Topics ${shown.length}${hidden > 0 ? ` (+${hidden} internal)` : ''}`;
  },
  table: () => topicTable,
  rows: listed,
  status: ({picture}) => statusOf(picture.world.metadata, 'the cluster metadata', picture.now),
  empty: ({picture}) =>
    picture.topics.length === 0
      ? 'There is no topic yet.'
      : "There are only Kafka's own topics: x shows internal topics.",
  subject: topic => ({kind: 'topic', id: topic.name}),
  detail: topicDetail,
});

/** The topic that is selected in the list above. */
const selected = (scene: Scene): Topic | undefined => {
  const id = topicsPane.look(scene).selected;
  return scene.picture.topics.find(topic => topic.name === id);
};

interface PartitionOfTopic extends Partition {
  readonly topic: string;
}

const nameOf = ({topic, id}: PartitionOfTopic): string => `${topic}-${id}`;

/** A mark is of one topic's partition, whichever topic is selected later. */
const table: Table<PartitionOfTopic> = {...partitionTable, id: nameOf};

export const partitionsPane = definePane<PartitionOfTopic>({
  id: 'partitions',
  name: 'Partitions',
  noun: 'partition',
  contexts: [],
  title: scene => {
    const topic = selected(scene);
    return topic ? `Partitions of ${topic.name}` : 'Partitions';
  },
  table: () => table,
  rows: scene => {
    const {name: topic = '', partitions = []} = selected(scene) ?? {};
    return isUnknown(partitions) ? [] : partitions.map(partition => ({...partition, topic}));
  },
  status: scene => {
    const partitions = selected(scene)?.partitions ?? [];
    return isUnknown(partitions)
      ? {kind: 'failed', sentence: partitions.sentence}
      : statusOf(scene.picture.world.metadata, 'the cluster metadata', scene.picture.now);
  },
  empty: scene => (selected(scene) ? 'The topic has no partition.' : 'No topic is selected.'),
  subject: partition => ({kind: 'partition', id: nameOf(partition)}),
  caption: nameOf,
  detail: (partition, scene, width) => partitionDetail(partition.topic, partition, scene, width),
});
