import type {Picture} from '../../model/picture.ts';
import {isUnknown} from '../../model/reading.ts';
import type {Topic} from '../../model/topic.ts';
import {partitionTable} from '../../tables/partitions.ts';
import {topicTable} from '../../tables/topics.ts';
import type {TargetContext} from '../command.ts';
import {unmet} from '../exit.ts';
import {isSet} from '../flag.ts';
import {nearest} from '../nearest.ts';
import {printTable} from '../print.ts';
import {topicsShape} from '../shapes/topics.ts';
import {runView} from '../view.ts';

const named = ({topics}: Picture, name: string): Topic => {
  const found = topics.find(topic => topic.name === name);
  if (found) return found;
  const near = nearest(
    name,
    topics.map(topic => topic.name),
  );
  throw unmet(`There is no topic ${name}.`, near ? `Did you mean ${near}?` : 'kafka-lab topics lists them.');
};

const chosen = (picture: Picture, {names: [name], flags}: TargetContext): readonly Topic[] => {
  if (name !== undefined) return [named(picture, name)];
  return isSet(flags, 'internal') ? picture.topics : picture.topics.filter(topic => !topic.isInternal);
};

export const run = runView({
  read: {isSampled: true},
  see(picture, context) {
    const isRead = picture.world.metadata.state === 'ready' || picture.world.metadata.state === 'partial';
    const {list, missing} = topicsShape(picture, isRead ? chosen(picture, context) : []);
    return {fields: {topics: list}, missing, isReached: !isUnknown(list)};
  },
  async print(picture, context) {
    const topics = chosen(picture, context);
    const [topic] = topics;
    if (context.names.length === 0) await printTable(context, topicTable, topics);
    else if (topic && !isUnknown(topic.partitions))
      await printTable(context, partitionTable, topic.partitions);
  },
});
