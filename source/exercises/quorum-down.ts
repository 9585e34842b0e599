import {isQuorum, modeOf} from '../findings/subjects.ts';
import type {Picture} from '../model/picture.ts';
import {isUnknown} from '../model/reading.ts';
import type {Condition, Exercise} from './exercise.ts';
import {allInSync, brokerIs, containerIs, homeOfBroker, partitionsOf, topicGrown} from './proofs.ts';

const topic = 'ex-quorum';

const events = 20;

/** The container that decides: ZooKeeper's, or that of the KRaft controller. */
const judgeOf = (picture: Picture): string => picture.containers.find(isQuorum)?.name ?? 'zookeeper';

const judgeIsDown = (picture: Picture): Condition => {
  const judge = picture.containers.find(isQuorum);
  const isMet = judge !== undefined && judge.state !== 'running';
  return {
    isMet,
    sentence: isMet
      ? `${judge.name} is ${judge.state}.`
      : `${judgeOf(picture)} is ${judge?.state ?? 'not there'}, and has to be stopped.`,
  };
};

/** Who leads the partitions of the topic, as the brokers that are left tell it. */
const ledBy = (picture: Picture): string =>
  partitionsOf(picture, topic)
    .map(({id, leader}) => `${id} by ${isUnknown(leader) ? '?' : (leader ?? 'nobody')}`)
    .join(', ') || 'not read yet';

const other = 2;

/** Where broker 2 is away already: it counts as in sync, so that nobody can read what it has not got. */
const diedTooSoon = (picture: Picture): string => {
  const home = homeOfBroker(picture, other);
  const state = picture.containers.find(({name}) => name === home)?.state;
  return state === undefined || state === 'running'
    ? ''
    : ` ${home} is ${state}, which comes later: what it has not got cannot be read while it counts as in sync. Start ${judgeOf(picture)}, then ${home} (u), and stop ${judgeOf(picture)} again.`;
};

/** Seconds until a broker that died would no longer be named, were there somebody to decide. */
const session = (picture: Picture): number =>
  Math.ceil((modeOf(picture) === 'kraft' ? 9 : 18) / (picture.world.target?.speed ?? 1));

export const quorumDown: Exercise = {
  id: 'quorum-down',
  chapter: 'Replication',
  title: 'Nobody decides: ZooKeeper is down, or the controller',
  concept:
    'ZooKeeper, or the KRaft controllers in its place, keeps the list of brokers and topics and has the last word on who leads. Records do not pass through it: while it is away brokers take and give records as before. But nothing can be decided. No topic is made, no leader is elected, and a broker that dies then is named as leader until somebody decides again.',
  against: picture => {
    if (picture.containers.filter(isQuorum).length !== 1)
      return 'it stops the one container that decides, ZooKeeper or a KRaft controller, and here is not one';
    return picture.brokers.some(({id}) => id === other) ? null : 'it needs two brokers';
  },
  setup: [{topic, partitions: 3, replicas: 2}],
  steps: [
    {
      id: 'stop',
      text: 'Stop the container that decides in view 2 (d): zookeeper, or controller on KRaft.',
      line: picture => `docker stop ${judgeOf(picture)}`,
      proof: ({picture}) => [judgeIsDown(picture)],
      solution: [{command: 'container.stop', on: {view: 'containers', pane: 'containers', row: 'quorum'}}],
    },
    {
      id: 'write',
      text: `Send ${events} test events to ${topic} with acks=1 (P): they are taken.`,
      line: () => `kafka-lab produce ${topic} --count ${events} --key 'key-{i}' --acks 1`,
      proof: evidence => {
        const {picture} = evidence;
        const more = topicGrown(evidence, topic);
        const tooSoon = more >= events ? '' : diedTooSoon(picture);
        return [
          judgeIsDown(picture),
          {isMet: more >= events, sentence: `${topic} has ${more} more records, of ${events}.${tooSoon}`},
        ];
      },
      solution: [
        // With acks all a producer asks for an id first: a broker has some in stock, unless it has just started.
        {
          command: 'messages.produce',
          answers: {topic, count: String(events), rate: '', key: 'key-{i}', acks: '1'},
        },
      ],
    },
    {
      id: 'kill',
      text: `Kill the container of broker ${other} (x), and wait longer than its session lasts: its partitions still name it as leader, for nobody elects another.`,
      line: picture => `docker kill ${homeOfBroker(picture, other)}`,
      proof: evidence => {
        const {picture} = evidence;
        const home = homeOfBroker(picture, other);
        const died = evidence.journal.findLast(
          ({kind, subject}) => kind === 'container-died' && subject === home,
        );
        const seconds = died ? Math.max(0, Math.floor((picture.now - died.at) / 1000)) : undefined;
        const named = partitionsOf(picture, topic).filter(({leader}) => leader === other);
        return [
          judgeIsDown(picture),
          {
            isMet: seconds !== undefined && seconds >= session(picture),
            sentence:
              seconds === undefined
                ? `${home} has not died since the start.`
                : `${home} died ${seconds} s ago, of ${session(picture)} s that its session lasts.`,
          },
          {
            isMet: named.length > 0,
            sentence: `The partitions of ${topic} are named as led: ${ledBy(picture)}.`,
          },
        ];
      },
      solution: [{command: 'container.kill', on: {view: 'containers', pane: 'containers', row: 'broker 2'}}],
    },
    {
      id: 'decide',
      text: 'Start the container that decides again (u), and wait: the dead broker’s session ends, and broker 1 leads.',
      line: picture => `docker start ${judgeOf(picture)}`,
      proof: ({picture}) => [
        containerIs(picture, judgeOf(picture), 'running'),
        {
          isMet:
            partitionsOf(picture, topic).length > 0 &&
            partitionsOf(picture, topic).every(({leader}) => leader === 1),
          sentence: `The partitions of ${topic} are led: ${ledBy(picture)}.`,
        },
      ],
      solution: [{command: 'container.start', on: {view: 'containers', pane: 'containers', row: 'quorum'}}],
    },
    {
      id: 'back',
      text: `Start broker ${other} (u), and wait until it is in sync.`,
      line: picture => `docker start ${homeOfBroker(picture, other)}`,
      proof: ({picture}) => [brokerIs(picture, other, 'up'), allInSync(picture, topic)],
      solution: [{command: 'container.start', on: {view: 'containers', pane: 'containers', row: 'broker 2'}}],
    },
  ],
  hints: [
    'w on the first line says what cannot be done while nobody decides.',
    'With acks=all a producer asks for an id before it sends. A broker that has just started has none in stock, and asks those who decide; with acks=1 none is needed.',
    'A question mark behind a leader in view 3: it is named, and does not answer.',
    `Where broker ${other} ends again at once with exit code 1, its old session had not ended: start it once more.`,
  ],
};
