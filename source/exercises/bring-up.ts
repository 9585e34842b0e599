import type {Picture} from '../model/picture.ts';
import {known, lastValue} from '../model/reading.ts';
import type {Condition, Evidence, Exercise} from './exercise.ts';
import {happened, partitionsOf} from './proofs.ts';

/** Topics that come with the lab: Kafka makes those of its own with the first group, connectors make theirs. */
const ofLab = ({topics, connectors}: Picture): ReadonlySet<string> =>
  new Set([
    ...topics.filter(({isInternal}) => isInternal).map(({name}) => name),
    ...connectors.flatMap(each => known(each.topics) ?? []),
  ]);

/**
 * The records of topics that were made since everything runs: of those nobody but the user knows. While the lab comes up
 * its workers make topics, too, and write to them.
 */
const inNewTopics = ({picture, recent}: Evidence): Condition | undefined => {
  const others = ofLab(picture);
  for (const {kind, subject} of recent) {
    if (kind !== 'topic-created' || others.has(subject)) continue;
    const counts = partitionsOf(picture, subject).map(({start, end}) =>
      typeof start === 'number' && typeof end === 'number' ? end - start : 0,
    );
    const records = counts.reduce((sum, each) => sum + each, 0);
    if (records > 0)
      return {
        isMet: true,
        sentence: `${subject} was made since everything runs, and has ${records} ${records === 1 ? 'record' : 'records'}.`,
      };
  }
  return undefined;
};

const allRuns = ({picture}: Evidence): readonly Condition[] => {
  const own = picture.containers.filter(({role}) => role === 'lab');
  const down = own.filter(({state}) => state !== 'running');
  const answering = picture.brokers.filter(({state}) => state === 'up');
  const controller = lastValue(picture.world.controller);
  const id = controller && known(controller.id);
  const workers = [...picture.world.workers.values()];
  const silent = workers.filter(({state}) => state !== 'ready' && state !== 'partial');
  return [
    {
      isMet: own.length > 0 && down.length === 0,
      sentence:
        own.length === 0
          ? 'No container of the lab is there.'
          : down.length === 0
            ? `All ${own.length} containers of the lab run.`
            : `${down.map(({name, state}) => `${name} is ${state}`).join(', ')}.`,
    },
    {
      isMet: answering.length >= 2 && answering.length === picture.brokers.length,
      sentence: `${answering.length} of ${picture.brokers.length} brokers answer.`,
    },
    {
      isMet: typeof id === 'number',
      sentence: typeof id === 'number' ? `Broker ${id} is the controller.` : 'There is no controller yet.',
    },
    {
      isMet: workers.length > 0 && silent.length === 0,
      sentence: `${workers.length - silent.length} of ${workers.length} Connect workers answer.`,
    },
  ];
};

export const bringUp: Exercise = {
  id: 'bring-up',
  chapter: 'The lab',
  title: 'Bring the cluster up and find your way',
  concept:
    'A Kafka cluster is brokers that share topics between them, and somebody who keeps count of who is there: ZooKeeper, or in newer clusters a controller of Kafka itself. Around them stand clients: Connect workers that move data in and out, and a database as their source.',
  setup: [],
  steps: [
    {
      id: 'ready',
      text: 'Bring the lab up and watch views 2 and 3 until everything runs: the containers, both brokers, a controller, both Connect workers.',
      line: ({world: {target}}) => `kafka-lab ${target?.kind === 'practice' ? 'practice' : 'up'}`,
      proof: allRuns,
      solution: [],
    },
    {
      id: 'event',
      text: 'Send a test event to any topic (P), and find it in view 6. With a tool in another terminal, as kcat or the console producer, send it to a new topic.',
      line: ({topics}) =>
        `kafka-lab produce ${topics.find(({isInternal}) => !isInternal)?.name ?? 'TOPIC'} --count 1`,
      // The lab's own producers are always at work: a topic that has grown shows nothing of the user.
      proof: evidence => {
        const sent = happened(
          evidence,
          'action',
          ({subject, to}) =>
            subject.startsWith('Test events to ') && /[1-9][\d,]* acknowledged/.test(to ?? ''),
        );
        if (sent) return [{isMet: true, sentence: `${sent.subject}: ${sent.to}`}];
        return [
          inNewTopics(evidence) ?? {
            isMet: false,
            sentence:
              'No test event of yours was acknowledged since the start, and no topic with records in it was made since everything runs.',
          },
        ];
      },
      solution: [{command: 'messages.produce', answers: {count: '1', rate: ''}}],
    },
  ],
  hints: [
    'The containers start one after the other: the brokers wait for ZooKeeper, the workers for the brokers.',
    'w says what is still missing, and why.',
    'P opens the form of test events; Enter sends what it says.',
  ],
};
