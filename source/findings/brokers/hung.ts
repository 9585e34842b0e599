import {known} from '../../model/reading.ts';
import {kafkaTool, lastLines, ours, quoted} from '../command-lines.ts';
import type {Found, Rule} from '../finding.ts';
import {addressOf, ago, alsoHome, broker, brokersIn, homeOf, plural} from '../subjects.ts';

/** A broker that is registered, takes connections, and does not answer. */
export const brokerHung: Rule = {
  id: 'broker-hung',
  rule: 'A broker is registered and takes connections, and misses every deadline.',
  concept:
    'A broker that hangs keeps its connections open, so that clients wait for their own deadlines instead of failing at once. A long pause of its JVM, a full disk and a frozen process look the same from outside.',
  find: picture =>
    brokersIn(picture, 'hung').map((each): Found => {
      const leaders = known(each.leaders);
      const probe = picture.world.probes.get(each.id);
      return {
        severity: 'critical',
        subject: broker(each.id),
        also: alsoHome(each),
        sentence: `Broker ${each.id} hangs: ${addressOf(each)} takes connections and does not answer${leaders === undefined ? '' : `; it leads ${plural(leaders, 'partition')}`}.`,
        figures: [
          ['address', addressOf(each)],
          ['container', each.container ?? '-'],
          ['last tried', probe ? `${ago(probe.at, picture.now).trim()}: ${probe.sentence}` : '-'],
        ],
        commands: [
          kafkaTool(
            picture,
            'kafka-topics',
            '--describe',
            'shows who leads what, from a broker that answers',
          ),
          ...(each.container === null
            ? []
            : [
                lastLines(picture, homeOf(each)),
                ours(picture, `restart ${quoted(homeOf(each))}`, 'starts it anew'),
              ]),
        ],
      };
    }),
};
