import {neededInSync} from '../../model/min-insync.ts';
import type {Picture} from '../../model/picture.ts';
import {isUnknown} from '../../model/reading.ts';
import type {Topic} from '../../model/topic.ts';
import {describeTopic, kafkaTool, ours, quoted} from '../command-lines.ts';
import type {Figure, Found, Rule} from '../finding.ts';
import {named, type PlacedPartition, plural, some, subjectsOf, theLab, verb} from '../subjects.ts';

/** So many topics have a card each; of more there is one for all. */
const toldAlone = 5;

interface Below {
  readonly topic: Topic;
  readonly least: number;
  readonly placed: readonly PlacedPartition[];
}

const belowIn = ({topics}: Picture): readonly Below[] =>
  topics.flatMap((topic): Below[] => {
    const {name, partitions, minInsync: least} = topic;
    if (isUnknown(partitions) || isUnknown(least)) return [];
    const below = partitions.filter(
      ({isr, leader, replicas}) => leader !== null && isr.length < neededInSync(least, replicas),
    );
    const placed = below.map(partition => ({topic, partition, name: `${name}-${partition.id}`}));
    return placed.length === 0 ? [] : [{topic, least, placed}];
  });

const figures = ({placed}: Below): readonly Figure[] =>
  placed.map(({name, partition: {isr, replicas}}) => [
    name,
    `in sync ${isr.join(' ') || '-'} of ${replicas.join(' ')}`,
  ]);

const listAll = (picture: Picture) =>
  kafkaTool(picture, 'kafka-topics', '--describe --under-min-isr-partitions', 'lists them');

const ofTopic = (picture: Picture, below: Below): Found => {
  const {topic, least, placed} = below;
  const {name} = topic;
  const is = verb(placed.length, 'has', 'have');
  return {
    severity: 'critical',
    subject: {kind: 'topic', id: name},
    also: subjectsOf(placed),
    sentence: `Writes to ${name} with acks=all are refused: ${plural(placed.length, 'partition')} ${is} fewer than ${least} replicas in sync (min.insync.replicas).`,
    figures: some([['min.insync.replicas', String(least)], ...figures(below)]),
    commands: [
      listAll(picture),
      describeTopic(picture, name),
      kafkaTool(
        picture,
        'kafka-configs',
        `--describe --entity-type topics --entity-name ${quoted(name)} --all`,
        'shows the setting',
      ),
      ours(picture, `topics ${quoted(name)}`, 'the same with this program'),
    ],
  };
};

/** Partitions with fewer in-sync replicas than min.insync.replicas: writes with acks=all are refused. */
export const belowMinInsync: Rule = {
  id: 'below-min-insync',
  rule: "A partition that has a leader has fewer in-sync replicas than its topic's min.insync.replicas.",
  concept:
    'With acks=all the leader acknowledges a write when all in-sync replicas have it, and refuses it (NOT_ENOUGH_REPLICAS) where these are fewer than min.insync.replicas. With acks=1 it succeeds all the same, at the risk of being lost with the leader.',
  find: picture => {
    const all = belowIn(picture);
    if (all.length <= toldAlone) return all.map(below => ofTopic(picture, below));
    const placed = all.flatMap(below => below.placed);
    return [
      {
        severity: 'critical',
        subject: theLab,
        also: subjectsOf(placed),
        sentence: `Writes with acks=all are refused on ${plural(placed.length, 'partition')} of ${plural(all.length, 'topic')} (${named(all.map(({topic}) => topic.name))}): fewer replicas are in sync than min.insync.replicas.`,
        figures: some(
          all.map(
            ({topic, least, placed: own}): Figure => [
              topic.name,
              `${plural(own.length, 'partition')} below ${least}`,
            ],
          ),
        ),
        commands: [listAll(picture)],
      },
    ];
  },
};
