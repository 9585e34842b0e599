import type {Broker} from '../../model/broker.ts';
import {kafkaTool, revive} from '../command-lines.ts';
import type {Rule} from '../finding.ts';
import {ago, broker, brokersIn, plural, theLab, verb} from '../subjects.ts';

/** `broker 1 and broker 2 are stopped`. */
const inWords = (down: readonly Broker[]): string =>
  [...new Set(down.map(({state}) => String(state)))]
    .map(state => {
      const ids = down.filter(each => each.state === state).map(({id}) => `broker ${id}`);
      return `${ids.join(' and ')} ${verb(ids.length, 'is', 'are')} ${state}`;
    })
    .join(', ');

/** Nobody of the cluster answers. */
export const clusterSilent: Rule = {
  id: 'cluster-silent',
  rule: 'Metadata was asked of every broker that is known, and none answered.',
  concept:
    'A client needs one broker that answers to find all the others. With none there is nothing to be read: what is shown is what was last read, with its age.',
  find: picture => {
    const {metadata, target} = picture.world;
    if (metadata.state !== 'failed' && metadata.state !== 'stale') return [];
    if (metadata.error.why === 'not-authorised') return [];
    const down = brokersIn(picture, 'stopped', 'paused');
    const isExplained = down.length > 0 && down.length === picture.brokers.length;
    // Where several were asked the failure begins with the same words.
    const said = metadata.error.sentence.replace(/^No broker answers\. /, '');
    const why = isExplained ? `${inWords(down)}.` : said;
    const old = metadata.state === 'stale' ? ` Metadata was last read${ago(metadata.at, picture.now)}.` : '';
    return [
      {
        severity: 'critical',
        subject: theLab,
        also: down.map(({id}) => broker(id)),
        sentence: `No broker answers: ${why}${old}`,
        figures: [
          ['asked at', target?.bootstrap.join(', ') ?? '-'],
          ['expected', plural(picture.brokers.length, 'broker')],
          ['last error', metadata.error.sentence],
        ],
        commands: [
          ...down.flatMap(({container}) => (container === null ? [] : revive(picture, container))),
          kafkaTool(picture, 'kafka-broker-api-versions', '', 'tries the addresses'),
          ...(target?.kind === 'cluster' ? [] : [{line: 'kafka-lab doctor', does: 'looks at this machine'}]),
        ],
      },
    ];
  },
};
