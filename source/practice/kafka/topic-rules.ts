import {codes} from './codes.ts';
import {type Refusal, refuse} from './refusal.ts';
import {topicSetting, valueProblem} from './settings/rules.ts';
import type {TopicState} from './state.ts';
import type {NewTopic} from './topics.ts';
import type {Words} from './words.ts';

/** More than a lab ever needs, and no more than it can hold. */
export const maxPartitions = 20_000;

const maxNameLength = 249;

/** Kafka's words on a name that no topic can have; null where one can. */
export const nameProblem = (name: string): string | null => {
  const said = (why: string): string => `Topic name is invalid: ${why}`;
  if (name === '') return said('the empty string is not allowed');
  if (name === '.' || name === '..') return said(`'${name}' is not allowed`);
  if (name.length > maxNameLength)
    return said(`the length of '${name}' is longer than the max allowed length ${maxNameLength}`);
  return /^[a-zA-Z0-9._-]+$/.test(name)
    ? null
    : said(`'${name}' contains one or more characters other than ASCII alphanumerics, '.', '_' and '-'`);
};

/** Kafka's words on settings that a topic cannot have; null where it can. */
export const configsProblem = (configs: Readonly<Record<string, string>>): string | null => {
  for (const [name, value] of Object.entries(configs)) {
    const setting = topicSetting(name);
    if (!setting) return `Unknown topic config name: ${name}`;
    const problem = valueProblem(setting, value);
    if (problem) return problem;
  }
  return null;
};

/** The one of the topics whose metrics have the same name: dots become underscores there. */
const collision = (name: string, there: Iterable<string>): string | undefined => {
  const plain = (text: string): string => text.replaceAll('.', '_');
  for (const other of there) if (plain(other) === plain(name)) return other;
  return undefined;
};

const replicasRefusal = (
  replicas: readonly (readonly number[])[],
  brokers: ReadonlyMap<number, unknown>,
  words: Words,
): Refusal | null => {
  const refused = (message: string): Refusal => refuse(codes.INVALID_REPLICA_ASSIGNMENT, message);
  const [first = []] = replicas;
  if (replicas.some(list => list.length === 0)) return refused(words.noReplicas);
  for (const [partition, list] of replicas.entries()) {
    const twice = list.find((id, index) => list.indexOf(id) !== index);
    if (twice !== undefined) return refused(words.replicaTwice(partition, list, twice));
  }
  const other = replicas.find(list => list.length !== first.length);
  if (other) return refused(words.unevenReplicas(other.length, first.length));
  const unknown = replicas.flat().find(id => !brokers.has(id));
  return unknown === undefined ? null : refused(words.unknownBroker([unknown]));
};

/** What the cluster knows that a topic has to fit into. */
export interface Place {
  readonly topics: ReadonlyMap<string, TopicState>;
  /** All brokers, by id. */
  readonly brokers: ReadonlyMap<number, unknown>;
  /** How many brokers are there. */
  readonly live: number;
  /** How many more can be given replicas. */
  readonly fenced: number;
  readonly defaultFactor: number;
  readonly words: Words;
}

/** Why a topic cannot be created; null where it can. */
export const topicProblem = (topic: NewTopic, place: Place): Refusal | null => {
  const {name, partitions = 1, replicas, configs = {}, replicationFactor = place.defaultFactor} = topic;
  const ofName = nameProblem(name);
  if (ofName) return refuse(codes.INVALID_TOPIC_EXCEPTION, ofName);
  if (place.topics.has(name)) return refuse(codes.TOPIC_ALREADY_EXISTS, `Topic '${name}' already exists.`);
  const other = collision(name, place.topics.keys());
  if (other !== undefined)
    return refuse(codes.INVALID_TOPIC_EXCEPTION, `Topic '${name}' collides with existing topics: ${other}`);
  if (replicas) {
    const refusal = replicasRefusal(replicas, place.brokers, place.words);
    if (refusal) return refusal;
  } else {
    if (partitions < 1) return refuse(codes.INVALID_PARTITIONS, place.words.noPartitions);
    if (partitions > maxPartitions)
      return refuse(
        codes.INVALID_PARTITIONS,
        `A practice lab holds no more than ${maxPartitions} partitions.`,
      );
    if (replicationFactor < 1) return refuse(codes.INVALID_REPLICATION_FACTOR, place.words.factorTooSmall);
    const brokers = place.live + place.fenced;
    if (place.live === 0 || replicationFactor > brokers)
      return refuse(codes.INVALID_REPLICATION_FACTOR, place.words.factorTooLarge(replicationFactor, brokers));
  }
  const ofConfigs = configsProblem(configs);
  return ofConfigs ? refuse(codes.INVALID_CONFIG, ofConfigs) : null;
};
