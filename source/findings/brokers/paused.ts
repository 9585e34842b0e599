import {known} from '../../model/reading.ts';
import {docker, kafkaTool, revive} from '../command-lines.ts';
import type {Found, Rule} from '../finding.ts';
import {alsoHome, broker, brokersIn, homeOf, quorumDown, sessionTime} from '../subjects.ts';

/** A broker whose container is paused. */
export const brokerPaused: Rule = {
  id: 'broker-paused',
  rule: 'The container of a broker is paused.',
  concept:
    'A paused broker is the hardest failure for clients: connections to it stay open and nothing comes back, so that only their own deadlines end the wait. The cluster takes it for dead when its session ends, and takes it back when it goes on.',
  find: picture =>
    brokersIn(picture, 'paused').map((each): Found => {
      const name = homeOf(each);
      const isNamed = known(each.isRegistered) === true;
      const [judge] = quorumDown(picture);
      const then = judge
        ? `and its partitions stay with it while ${judge.name} is down`
        : `and its partitions move when its session ends (${sessionTime(picture)})`;
      return {
        severity: 'critical',
        subject: broker(each.id),
        also: alsoHome(each),
        sentence: isNamed
          ? `Broker ${each.id} is paused: clients that ask it wait, ${then}.`
          : `Broker ${each.id} is paused: its session has ended, and others lead what they can of its partitions.`,
        figures: [
          ['container', `${name}, paused`],
          ['Metadata names it', isNamed ? 'yes' : 'no'],
          ['leads', String(known(each.leaders) ?? '?')],
        ],
        commands: [
          ...revive(picture, name),
          docker(picture, 'inspect --format "{{.State.Status}}"', name, 'shows its state'),
          kafkaTool(picture, 'kafka-topics', '--describe', 'shows who leads what'),
        ],
      };
    }),
};
