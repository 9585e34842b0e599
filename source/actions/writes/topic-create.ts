import {createTopics} from '../../clients/kafka/apis.ts';
import {UserError, ValueError} from '../../errors.ts';
import {kafkaTool, quoted} from '../../findings/command-lines.ts';
import {modeOf} from '../../findings/subjects.ts';
import type {Picture} from '../../model/picture.ts';
import {controllerLink, outcomeOf, send, writeTimeout} from './kafka.ts';
import {type Values, type Write, type WriteContext, wholeOf} from './write.ts';

/** Kafka's own rule for the names of topics. */
const legal = /^[\w.-]{1,249}$/;

/** `name=value,…`; a value may hold commas in brackets only, as Kafka's own tools have it. */
export const readConfigs = (text: string): readonly (readonly [name: string, value: string])[] =>
  text
    .split(/,(?![^[]*\])/)
    .filter(pair => pair.trim() !== '')
    .map(pair => {
      const at = pair.indexOf('=');
      if (at < 1)
        throw new ValueError(
          `A configuration is name=value, not ${pair.trim()}.`,
          'retention.ms=60000, e.g.',
        );
      const value = pair.slice(at + 1).trim();
      return [pair.slice(0, at).trim(), value.replace(/^\[(.*)\]$/, '$1')] as const;
    });

const liveBrokers = ({brokers}: Picture): number =>
  brokers.filter(broker => broker.isRegistered === true).length;

interface Wanted {
  readonly partitions: number;
  readonly replicas: number;
}

const wantedOf = (picture: Picture, name: string, values: Values): Wanted => {
  if (!legal.test(name) || name === '.' || name === '..')
    throw new ValueError(
      `${name === '' ? 'A topic needs a name' : `${name} is no name for a topic`}.`,
      'Letters, digits, dots, underscores and hyphens make one, up to 249 of them.',
    );
  if (picture.topics.some(topic => topic.name === name))
    throw new UserError(`There is a topic ${name} already.`, 'Choose another name.');
  const partitions = wholeOf(values.partitions);
  const replicas = wholeOf(values['replication-factor']);
  if (partitions === null || partitions === 0)
    throw new ValueError(
      'The number of partitions is 1 or more.',
      'An empty one takes what the broker is set to.',
    );
  if (replicas === null || replicas === 0)
    throw new ValueError(
      'The replication factor is 1 or more.',
      'An empty one takes what the broker is set to.',
    );
  return {partitions: partitions ?? -1, replicas: replicas ?? -1};
};

/** What becomes of more replicas than there are brokers. */
type Verdict = 'refused' | 'taken' | 'unknown';

/** Kafka's INVALID_REPLICATION_FACTOR. */
const invalidReplicationFactor = 38;

/** Milliseconds that the question before the question may take. */
const patience = 3000;

/**
 * Whether Kafka takes more replicas than there are brokers, by its own word (`validate_only`): with KRaft a broker that
 * was stopped or taken away is still registered, which Metadata does not tell, and gets replicas.
 */
const verdictOf = async (context: WriteContext, name: string, replicas: number): Promise<Verdict> => {
  if (modeOf(context.picture) === 'zookeeper') return 'refused';
  const topic = {name, numPartitions: 1, replicationFactor: replicas, assignments: [], configs: []};
  try {
    const answer = await controllerLink(context).call(createTopics, [[topic], patience, true], {
      channel: 'writes',
      deadline: patience,
    });
    const codes = answer.topics.map(({errorCode}) => errorCode);
    if (codes.includes(invalidReplicationFactor)) return 'refused';
    // Refused for something else, a right that is missing, it has not come to the replicas.
    return codes.every(code => code === 0) ? 'taken' : 'unknown';
  } catch {
    return 'unknown';
  }
};

const tooMany: Readonly<Record<Verdict, (replicas: string, there: string) => string>> = {
  refused: (replicas, there) =>
    `Kafka refuses ${replicas} ${there}: each replica of a partition is on another broker.`,
  taken: (replicas, there) =>
    `Kafka takes ${replicas} ${there}, for with KRaft a broker that was stopped or taken away is still registered: a replica on it is out of sync until it is back.`,
  unknown: (replicas, there) =>
    `Kafka takes ${replicas} ${there} only if more brokers are registered, as those are with KRaft that were stopped or taken away; whether there are such is not known.`,
};

const consequencesOf = (
  picture: Picture,
  {partitions, replicas}: Wanted,
  verdict: Verdict,
): readonly string[] => {
  const brokers = liveBrokers(picture);
  const there = `while ${brokers} ${brokers === 1 ? 'broker is' : 'brokers are'} there`;
  const copies =
    replicas > brokers
      ? tooMany[verdict](`${replicas} replicas`, there)
      : replicas === 1
        ? 'With one replica each partition is gone while its broker is.'
        : replicas === -1
          ? 'It gets as many replicas as the brokers are set to (default.replication.factor).'
          : `Each partition has ${replicas} copies on ${replicas} brokers: it outlives ${replicas - 1} of them.`;
  const order =
    partitions === 1
      ? 'One partition keeps the order of all its records, and is read by one member of a group.'
      : 'Order is kept within a partition; a group reads with at most as many members as there are partitions.';
  return [copies, order];
};

const toolLine = (
  picture: Picture,
  name: string,
  wanted: Wanted,
  configs: ReturnType<typeof readConfigs>,
): string =>
  kafkaTool(
    picture,
    'kafka-topics',
    [
      `--create --topic ${quoted(name)}`,
      ...(wanted.partitions > 0 ? [`--partitions ${wanted.partitions}`] : []),
      ...(wanted.replicas > 0 ? [`--replication-factor ${wanted.replicas}`] : []),
      ...configs.map(([key, value]) => `--config ${quoted(`${key}=${value}`)}`),
    ].join(' '),
    '',
  ).line;

/** Makes a topic. CreateTopics (key 19). */
export const topicCreate = {
  id: 'topic.create',
  noun: 'topic',
  verb: 'create',
  title: 'Create a topic',
  help: 'makes a topic with so many partitions and replicas, and its own settings',
  on: 'new',
  fields: [
    {id: 'partitions', label: 'Partitions', help: 'empty: what the brokers are set to (num.partitions)'},
    {
      id: 'replication-factor',
      label: 'Replicas',
      help: 'of each partition; empty: what the brokers are set to',
    },
    {id: 'config', label: 'Settings', help: 'name=value,… e.g. retention.ms=60000,cleanup.policy=compact'},
  ],
  initial: picture => ({
    partitions: '3',
    'replication-factor': String(Math.max(1, Math.min(3, liveBrokers(picture)))),
  }),
  plan: async (context, [name = ''], values) => {
    const {picture} = context;
    const wanted = wantedOf(picture, name, values);
    const configs = readConfigs(values.config ?? '');
    const isTooMany = wanted.replicas > liveBrokers(picture);
    const verdict = isTooMany ? await verdictOf(context, name, wanted.replicas) : 'refused';
    return {
      question: `Create topic ${name}?`,
      consequences: consequencesOf(picture, wanted, verdict),
      preview: [],
      typed: null,
      commandLines: [toolLine(picture, name, wanted, configs)],
      run: async signal => {
        const topic = {
          name,
          numPartitions: wanted.partitions,
          replicationFactor: wanted.replicas,
          assignments: [],
          configs: configs.map(([key, value]) => ({name: key, value})),
        };
        const answer = await send(
          controllerLink(context),
          createTopics,
          [[topic], writeTimeout, false],
          signal,
        );
        return answer.topics.map(({errorCode, errorMessage}) =>
          outcomeOf(name, errorCode, errorMessage, `Topic ${name} was created.`),
        );
      },
    };
  },
} as const satisfies Write;
