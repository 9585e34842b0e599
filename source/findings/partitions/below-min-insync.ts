import {isUnknown} from '../../model/reading.ts';
import {describeTopic, kafkaTool, ours, quoted} from '../command-lines.ts';
import type {Figure, Found, Rule, Subject} from '../finding.ts';
import {plural, some, verb} from '../subjects.ts';

/** Partitions with fewer in-sync replicas than min.insync.replicas: writes with acks=all are refused. */
export const belowMinInsync: Rule = {
  id: 'below-min-insync',
  rule: "A partition that has a leader has fewer in-sync replicas than its topic's min.insync.replicas.",
  concept:
    'With acks=all the leader acknowledges a write when all in-sync replicas have it, and refuses it (NOT_ENOUGH_REPLICAS) where these are fewer than min.insync.replicas. With acks=1 it succeeds all the same, at the risk of being lost with the leader.',
  find: picture =>
    picture.topics.flatMap((topic): Found[] => {
      const {name, partitions, minInsync, replicationFactor} = topic;
      if (isUnknown(partitions) || isUnknown(minInsync)) return [];
      const below = partitions.filter(({isr, leader}) => leader !== null && isr.length < minInsync);
      if (below.length === 0) return [];
      const never = !isUnknown(replicationFactor) && replicationFactor < minInsync;
      const [ofAll, is] = [below.length === partitions.length, verb(below.length, 'has', 'have')];
      return [
        {
          severity: 'critical',
          subject: {kind: 'topic', id: name},
          also: below.map(({id}): Subject => ({kind: 'partition', id: `${name}-${id}`})),
          sentence: `Writes to ${name} with acks=all are refused: ${ofAll ? '' : 'of its partitions, '}${plural(below.length, 'partition')} ${is} fewer than ${minInsync} replicas in sync (min.insync.replicas)${never ? `, and can never have as many with ${plural(replicationFactor, 'replica')}` : ''}.`,
          figures: some([
            ['min.insync.replicas', String(minInsync)],
            ...below.map(
              ({id, isr, replicas}): Figure => [
                `${name}-${id}`,
                `in sync ${isr.join(' ') || '-'} of ${replicas.join(' ')}`,
              ],
            ),
          ]),
          commands: [
            kafkaTool(picture, 'kafka-topics', '--describe --under-min-isr-partitions', 'lists them'),
            describeTopic(picture, name),
            kafkaTool(
              picture,
              'kafka-configs',
              `--describe --entity-type topics --entity-name ${quoted(name)} --all`,
              'shows the setting',
            ),
            ours(picture, `topics ${quoted(name)}`, 'the same with this program'),
          ],
        },
      ];
    }),
};
