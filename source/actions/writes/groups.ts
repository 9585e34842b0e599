import type {Link} from '../../clients/kafka/link.ts';
import {UserError} from '../../errors.ts';
import {quoted} from '../../findings/command-lines.ts';
import type {Group} from '../../model/group.ts';
import type {Picture} from '../../model/picture.ts';
import {isUnknown} from '../../model/reading.ts';
import {linkTo} from './kafka.ts';
import type {Place, WriteContext} from './write.ts';

/** A group by its id, as it was last read. */
export const groupNamed = (picture: Picture, id: string): Group => {
  const group = picture.groups.find(each => each.id === id);
  if (group) return group;
  const next =
    picture.groupsMissing.length > 0
      ? 'Not all groups could be read: it may be one of those.'
      : 'kafka-lab groups lists them.';
  throw new UserError(`There is no group ${id}.`, next);
};

/** The broker that listed the group, which coordinates it. */
export const coordinatorLink = (context: WriteContext, group: Group): Link =>
  linkTo(context, group.coordinator);

/** Kafka takes offsets and deletion from outside only while nobody reads: refuses a group that has members. */
export const needEmpty = ({id, members}: Group, what: string): void => {
  if (isUnknown(members))
    throw new UserError(`Whether ${id} has members is not known: ${members.sentence}`, 'Try again.');
  if (members.length === 0) return;
  const who = members.map(({clientId, host}) => `${clientId} (${host.replace(/^\//, '')})`);
  throw new UserError(
    `${id} has ${members.length === 1 ? 'a member' : `${members.length} members`}, ${who.slice(0, 3).join(', ')}${who.length > 3 ? ', …' : ''}, and Kafka ${what} only of a group without any.`,
    'Stop them first.',
  );
};

/** The partitions of a topic, as Metadata names them. */
export const partitionsOf = (picture: Picture, topic: string): readonly Place[] => {
  const partitions = picture.topics.find(each => each.name === topic)?.partitions;
  if (partitions === undefined)
    throw new UserError(`There is no topic ${topic}.`, 'kafka-lab topics lists them.');
  if (isUnknown(partitions)) throw new UserError(partitions.sentence);
  return partitions.map(({id}) => ({topic, partition: id}));
};

/** Those of `orders`, or the one of `orders-0` (Kafka's tools write `orders:0`); all of the group's for no text. */
export const scopeOf = (picture: Picture, group: Group, text: string): readonly Place[] => {
  if (text === '') {
    if (isUnknown(group.partitions)) throw new UserError(group.partitions.sentence);
    return group.partitions.map(({topic, partition}) => ({topic, partition}));
  }
  if (picture.topics.some(({name}) => name === text)) return partitionsOf(picture, text);
  const [, topic = text, number = ''] = /^(.+)[:-](\d+)$/.exec(text) ?? [];
  const all = partitionsOf(picture, topic);
  const one = all.filter(({partition}) => String(partition) === number);
  if (one.length === 0) throw new UserError(`${topic} has no partition ${number}.`, `It has ${all.length}.`);
  return one;
};

/** The same as a word of Kafka's tools: `orders`, or `orders:0`. */
export const toolScope = (picture: Picture, text: string): string =>
  quoted(picture.topics.some(({name}) => name === text) ? text : text.replace(/-(\d+)$/, ':$1'));

/** Places as requests want them: together by topic. */
export const byTopic = <T extends Place>(
  places: readonly T[],
): readonly (readonly [topic: string, own: readonly T[]])[] => [...Map.groupBy(places, ({topic}) => topic)];
