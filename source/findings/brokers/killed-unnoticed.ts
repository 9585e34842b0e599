import {kafkaTool, lastLines, revive} from '../command-lines.ts';
import type {Found, Rule} from '../finding.ts';
import {
  ago,
  alsoHome,
  broker,
  brokersIn,
  containerNamed,
  endOf,
  homeOf,
  partitionsOf,
  plural,
  quorumDown,
  sessionTime,
  subjectsOf,
} from '../subjects.ts';
import {isUnnoticed} from './stopped.ts';

/** A broker whose container has ended, and that Kafka goes on naming as alive. */
export const brokerKilledUnnoticed: Rule = {
  id: 'broker-killed-unnoticed',
  rule: 'The container of a broker does not run, and Metadata still names it as a live broker.',
  concept:
    'Docker knows at once that a process has ended; Kafka learns it only when the session of the broker times out. Until then Metadata goes on naming it, and clients of the partitions that it leads wait and try again.',
  find: picture =>
    brokersIn(picture, 'stopped')
      .filter(each => isUnnoticed(picture, each))
      .map((each): Found => {
        const home = containerNamed(picture, each.container);
        const name = homeOf(each);
        const led = partitionsOf(picture).filter(({partition}) => partition.leader === each.id);
        const [judge] = quorumDown(picture);
        const until = judge
          ? `and cannot, until ${judge.name} runs again`
          : `which takes ${sessionTime(picture)}`;
        return {
          severity: 'critical',
          subject: broker(each.id),
          also: [...alsoHome(each), ...subjectsOf(led)],
          sentence: `Broker ${each.id} is stopped (${home ? endOf(home) : '?'}) and Kafka has not noticed yet (${until}): it still names it as ${led.length === 0 ? 'a live broker' : `leader of ${plural(led.length, 'partition')}`}.`,
          figures: [
            [
              'container',
              `${name}, ended${ago(home?.finishedAt ?? null, picture.now) || ' at an unknown time'}`,
            ],
            ['Metadata names it', 'yes'],
            ['leader of', plural(led.length, 'partition')],
            ['a session ends after', sessionTime(picture)],
          ],
          commands: [
            kafkaTool(picture, 'kafka-topics', '--describe', 'shows who is named as leader'),
            lastLines(picture, name),
            ...revive(picture, name),
          ],
        };
      }),
};
