import type {EventKind, LabEvent} from '../model/event.ts';
import {partitionKey} from '../model/history.ts';
import type {Picture} from '../model/picture.ts';
import {isUnknown, known} from '../model/reading.ts';
import type {Partition} from '../model/topic.ts';
import type {Condition, Evidence} from './exercise.ts';

/** The partitions of a topic; none while it is not there or could not be read. */
export const partitionsOf = (picture: Picture, topic: string): readonly Partition[] =>
  known(picture.topics.find(({name}) => name === topic)?.partitions ?? []) ?? [];

/** The brokers that are in Metadata now; one that has left for good does not count. */
export const registeredBrokers = ({brokers}: Picture): number =>
  brokers.filter(({isRegistered}) => isRegistered === true).length;

/** The container that a broker of the lab runs in. */
export const homeOfBroker = ({brokers}: Picture, id: number): string =>
  brokers.find(broker => broker.id === id)?.container ?? `kafka${id}`;

/** Whether a container is in a state, by its name or its compose service. */
export const containerIs = (picture: Picture, name: string, state: string): Condition => {
  const container = picture.containers.find(each => each.name === name || each.service === name);
  const isMet = container?.state === state;
  const now = container ? container.state : 'not there';
  return {isMet, sentence: isMet ? `${name} is ${state}.` : `${name} is ${now}, and has to be ${state}.`};
};

export const brokerIs = (picture: Picture, id: number, state: 'up'): Condition => {
  const broker = picture.brokers.find(each => each.id === id);
  const isMet = broker?.state === state;
  const now = broker === undefined ? 'not known' : isUnknown(broker.state) ? 'not read yet' : broker.state;
  return {
    isMet,
    sentence: isMet ? `Broker ${id} is ${state}.` : `Broker ${id} is ${now}, and has to be ${state}.`,
  };
};

/** Whether every partition of a topic has its whole replica list in sync. */
export const allInSync = (picture: Picture, topic: string): Condition => {
  const partitions = partitionsOf(picture, topic);
  const behind = partitions.filter(({replicas, isr}) => isr.length < replicas.length);
  const [first] = behind;
  if (partitions.length === 0) return {isMet: false, sentence: `${topic} was not read yet.`};
  return first
    ? {
        isMet: false,
        sentence: `${topic}-${first.id} has ${first.isr.length} of ${first.replicas.length} replicas in sync (${first.isr.join(' ') || 'none'}).`,
      }
    : {isMet: true, sentence: `Every partition of ${topic} has all its replicas in sync.`};
};

/** An event of a kind since the exercise began: what was done in another order counts, too. */
export const happened = (
  {journal}: Evidence,
  kind: EventKind,
  fits: (event: LabEvent) => boolean,
): LabEvent | undefined => journal.find(event => event.kind === kind && fits(event));

/** By how much a partition's log end rose since the exercise began; undefined while it is not known. */
export const grown = ({picture, before}: Evidence, topic: string, partition: number): number | undefined => {
  const end = partitionsOf(picture, topic).find(({id}) => id === partition)?.end;
  if (typeof end !== 'number') return undefined;
  const start = before.get(partitionKey(topic, partition));
  return start === undefined ? undefined : end - start;
};

/** By how much a topic grew since the exercise began, as far as its partitions are known. */
export const topicGrown = (evidence: Evidence, topic: string): number =>
  partitionsOf(evidence.picture, topic).reduce((sum, {id}) => sum + (grown(evidence, topic, id) ?? 0), 0);
