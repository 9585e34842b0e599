import {UserError} from '../../errors.ts';
import type {Picture} from '../../model/picture.ts';
import {isUnknown} from '../../model/reading.ts';
import type {Partition} from '../../model/topic.ts';

export interface NamedPartition {
  readonly name: string;
  readonly topic: string;
  readonly partition: Partition;
}

/** Partitions by name (`orders-0`), or all of a topic (`orders`). */
export const partitionsNamed = (picture: Picture, names: readonly string[]): readonly NamedPartition[] =>
  names.flatMap(name => {
    const [, before = '', id] = /^(.+)-(\d+)$/.exec(name) ?? [];
    const whole = picture.topics.find(each => each.name === name);
    const topic = whole ?? picture.topics.find(each => each.name === before);
    if (!topic) throw new UserError(`There is no topic ${before || name}.`, 'kafka-lab topics lists them.');
    if (isUnknown(topic.partitions)) throw new UserError(topic.partitions.sentence);
    const own = topic.partitions.filter(partition => whole || String(partition.id) === id);
    if (own.length === 0)
      throw new UserError(`${topic.name} has no partition ${id}.`, `It has ${topic.partitions.length}.`);
    return own.map(partition => ({name: `${topic.name}-${partition.id}`, topic: topic.name, partition}));
  });

export const idsText = (ids: readonly number[]): string => ids.join(' ') || '-';
