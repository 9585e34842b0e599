import {modeOf} from '../findings/subjects.ts';
import type {Exercise} from './exercise.ts';
import {allInSync, brokerIs, happened, homeOfBroker, partitionsOf} from './proofs.ts';

const topic = 'ex-failover';

export const failoverHard: Exercise = {
  id: 'failover-hard',
  chapter: 'Replication',
  title: 'A broker is killed, and nobody has noticed yet',
  concept:
    'A broker that dies without a word stays in the metadata until its session ends: 18 s under ZooKeeper, 9 s under KRaft. Until then its partitions have a leader that does not answer, and producers wait. Then leadership moves as it does for a proper stop. Under ZooKeeper a broker that is started again within that time finds its own name still taken, and ends.',
  against: ({brokers}) => (brokers.length < 2 ? 'it needs two brokers, and this cluster has one' : null),
  setup: [{topic, partitions: 3, replicas: 2}],
  steps: [
    {
      id: 'kill',
      text: 'Kill the container of broker 2 (x in view 2). Look at view 3 at once: it still leads, with a question mark.',
      line: picture => `docker kill ${homeOfBroker(picture, 2)}`,
      proof: evidence => {
        const home = homeOfBroker(evidence.picture, 2);
        const died = happened(
          evidence,
          'container-died',
          ({subject, to}) => subject === home && to === '137',
        );
        const {state, exitCode} = evidence.picture.containers.find(({name}) => name === home) ?? {};
        const instead =
          state === 'exited'
            ? ` It has ended with exit code ${exitCode ?? '?'}: start it (u), and kill it while it runs.`
            : '';
        return [
          {
            isMet: died !== undefined,
            sentence: died
              ? `${home} was killed (exit code 137).`
              : `${home} has not been killed since the start.${instead}`,
          },
        ];
      },
      solution: [{command: 'container.kill', on: {view: 'containers', pane: 'containers', row: 'broker 2'}}],
    },
    {
      id: 'moved',
      text: 'Wait until Kafka notices it, and do not start the broker before.',
      proof: ({picture}) => {
        const partitions = partitionsOf(picture, topic);
        // Broker 1 may have led all of them before: who is in sync shows that the death was noticed, too.
        const still = partitions.filter(({leader, isr}) => leader !== 1 || isr.includes(2));
        const time = modeOf(picture) === 'kraft' ? '9 s' : '18 s';
        const home = homeOfBroker(picture, 2);
        const isBack = picture.containers.some(({name, state}) => name === home && state === 'running');
        const next = isBack
          ? `${home} runs: it was started again before Kafka noticed. Kill it once more, and wait.`
          : `Kafka takes up to ${time} to notice.`;
        return [
          {
            isMet: still.length === 0 && partitions.length > 0,
            sentence:
              still.length === 0
                ? `Every partition of ${topic} is led by broker 1, which alone is in sync.`
                : `Broker 2 is still named as leader of, or as in sync on, ${still.map(({id}) => `${topic}-${id}`).join(', ')}. ${next}`,
          },
        ];
      },
      solution: [],
    },
    {
      id: 'start',
      text: 'Start broker 2 again (u), and wait until it is in sync.',
      line: picture => `docker start ${homeOfBroker(picture, 2)}`,
      proof: ({picture}) => [brokerIs(picture, 2, 'up'), allInSync(picture, topic)],
      solution: [{command: 'container.start', on: {view: 'containers', pane: 'containers', row: 'broker 2'}}],
    },
  ],
  hints: [
    'Kill stands among the actions: x on the container.',
    'w on the red row of broker 2 says why it is still named.',
    'Where broker 2 ends again at once with exit code 1, its session had not ended yet: start it once more.',
  ],
};
