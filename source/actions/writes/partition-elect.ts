import {electLeaders} from '../../clients/kafka/apis.ts';
import {UserError} from '../../errors.ts';
import {asFile, kafkaTool, quoted} from '../../findings/command-lines.ts';
import {isUnknown} from '../../model/reading.ts';
import {byTopic} from './groups.ts';
import {controllerLink, outcomeOf, send, writeTimeout} from './kafka.ts';
import {type NamedPartition, partitionsNamed} from './partitions.ts';
import type {Plan, Write, WriteContext} from './write.ts';

const electionNotNeeded = 84;

const leaderText = ({partition: {leader}}: NamedPartition): string =>
  isUnknown(leader) ? '?' : String(leader ?? '-');

/** The same as Kafka's tool says it: a partition by its name, several in a file. */
const toolWords = (moving: readonly NamedPartition[], isAll: boolean): string => {
  const [first, ...more] = moving;
  if (isAll || !first) return '--all-topic-partitions';
  if (more.length === 0) return `--topic ${quoted(first.topic)} --partition ${first.partition.id}`;
  const partitions = moving.map(({topic, partition}) => ({topic, partition: partition.id}));
  return `--path-to-json-file ${asFile({partitions})}`;
};

/** `unread` are topics that stay as they are, where all are meant: who leads them is not known; null where some are. */
const elect = async (
  context: WriteContext,
  all: readonly NamedPartition[],
  unread: readonly string[] | null,
): Promise<Plan> => {
  const left =
    unread && unread.length > 0
      ? [`${unread.join(', ')}: left as it is, for who leads it is not known.`]
      : [];
  const moving = all.filter(({partition: {leader, preferredLeader}}) => leader !== preferredLeader);
  if (moving.length === 0)
    throw new UserError(
      [
        `${all.length === 1 ? all[0]?.name : 'Each of them'} is led by its preferred leader already.`,
        ...left,
      ].join(' '),
    );
  const behind = moving.filter(
    ({partition: {preferredLeader, isr}}) => !isr.some(id => id === preferredLeader),
  );
  const [first] = moving;
  return {
    question: `Elect the preferred leader of ${moving.length === 1 ? first?.name : `${moving.length} partitions`}?`,
    consequences: [
      'Clients of a partition that moves ask for its new leader and go on; it takes well under a second.',
      ...(behind.length > 0
        ? [`${behind.map(({name}) => name).join(', ')} will be refused: the preferred leader is not in sync.`]
        : []),
      ...left,
    ],
    preview: moving.map(each => ({
      partition: each.name,
      leader: leaderText(each),
      preferred: String(each.partition.preferredLeader ?? '-'),
      'in sync': each.partition.isr.join(' '),
    })),
    typed: null,
    commandLines: [
      kafkaTool(
        context.picture,
        'kafka-leader-election',
        `--election-type preferred ${toolWords(moving, unread !== null)}`,
        '',
      ).line,
    ],
    run: async signal => {
      const places = moving.map(({topic, partition}) => ({topic, partition: partition.id}));
      const topics = byTopic(places).map(([name, own]) => ({
        name,
        partitions: own.map(({partition}) => partition),
      }));
      const answer = await send(controllerLink(context), electLeaders, [topics, writeTimeout], signal);
      if (answer.errorCode !== 0) return [outcomeOf('the election', answer.errorCode, null, '')];
      return answer.partitions.map(({topic, partition, errorCode, errorMessage}) => {
        const name = `${topic}-${partition}`;
        const leader = moving.find(each => each.name === name)?.partition.preferredLeader;
        return errorCode === electionNotNeeded
          ? outcomeOf(name, 0, null, `${name} is led by ${leader} already.`)
          : outcomeOf(name, errorCode, errorMessage, `${name} is led by ${leader}.`);
      });
    },
  };
};

/** Gives leadership back to the first replica of the list. ElectLeaders (key 43), type preferred. */
export const partitionElect = {
  id: 'partition.elect',
  noun: 'partition',
  verb: 'elect',
  title: 'Elect the preferred leader',
  help: 'gives leadership to the first replica of each partition, where that is in sync; a topic stands for all its partitions',
  on: 'several',
  fields: [],
  plan: (context, names) => elect(context, partitionsNamed(context.picture, names), null),
} as const satisfies Write;

/** The same for every partition of the cluster that another broker leads. */
export const partitionElectAll = {
  id: 'partition.elect-all',
  noun: 'partition',
  verb: 'elect-all',
  title: 'Elect the preferred leaders of all partitions',
  help: 'gives leadership to the first replica of every partition of the cluster, where that is in sync',
  on: 'all',
  fields: [],
  plan: async context => {
    const {topics} = context.picture;
    const read = topics.filter(({partitions}) => !isUnknown(partitions)).map(({name}) => name);
    const unread = topics.map(({name}) => name).filter(name => !read.includes(name));
    if (read.length === 0) throw new UserError('Who leads which partition is not known.');
    return elect(context, partitionsNamed(context.picture, read), unread);
  },
} as const satisfies Write;
