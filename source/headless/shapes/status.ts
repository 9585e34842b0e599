import type {Finding} from '../../findings/finding.ts';
import type {Picture} from '../../model/picture.ts';
import {addUp, isUnknown, type Known, known, lastValue, type Sum, unknown} from '../../model/reading.ts';
import {withheld} from './list.ts';

const problemShape = ({id, severity, subject, sentence}: Finding): object => ({
  id,
  severity,
  // The lab is one, and has no name besides.
  subject: subject.kind === 'lab' ? 'lab' : `${subject.kind} ${subject.id}`,
  sentence,
});

/** How many there are of what could be told; a lower bound where it could not be told of all. */
const countUp = (picture: Picture): Sum => ({
  sum: picture.brokers.filter(broker => broker.state === 'up').length,
  unknownParts: picture.brokers.filter(broker => isUnknown(broker.state)).length,
});

const groupCount = ({groups, groupsMissing}: Picture): Known<Sum> => {
  const [first] = groupsMissing;
  if (first && groups.length === 0) return unknown(first.why, first.sentence);
  return {sum: groups.length, unknownParts: groupsMissing.length};
};

const total = (
  picture: Picture,
  count: (topic: Picture['topics'][number]) => Known<number>,
): Known<Sum | number> => addUp(picture.topics.map(count)) ?? 0;

const clusterShape = (picture: Picture): object => {
  const {metadata, controller} = picture.world;
  const why = withheld(metadata, "The cluster's metadata", picture.now);
  if (why) return why;
  const control = lastValue(controller);
  const hidden = withheld(controller, 'The controller', picture.now);
  return {
    id: lastValue(metadata)?.clusterId ?? null,
    mode: hidden ?? control?.mode,
    controllerId: hidden ?? control?.id,
    brokersExpected: picture.brokers.length,
    brokersUp: countUp(picture),
    underReplicated: total(picture, topic => topic.underReplicated),
    leaderless: total(picture, topic => topic.leaderless),
    topics: picture.topics.length,
    groups: groupCount(picture),
  };
};

export interface Health {
  readonly isReady: boolean;
  readonly sentence: string;
  readonly findings: readonly Finding[];
}

export const statusShape = (picture: Picture, {isReady, sentence, findings}: Health): object => ({
  lab: {isReady, sentence, problems: findings.map(problemShape)},
  cluster: clusterShape(picture),
});

/** Those of users, as the sentence of the health counts them, and Kafka's own besides. */
const topicsText = ({topics}: Picture): string => {
  const internal = topics.filter(({isInternal}) => isInternal).length;
  return `${topics.length - internal}${internal === 0 ? '' : ` and ${internal} internal`}`;
};

/** The cluster's figures as rows of a small table. */
export const statusRows = (picture: Picture): readonly (readonly [string, string])[] => {
  const {metadata, controller} = picture.world;
  if (withheld(metadata, '', picture.now)) return [];
  const control = lastValue(controller);
  const id = control && known(control.id);
  const up = countUp(picture);
  return [
    ['cluster', lastValue(metadata)?.clusterId ?? '-'],
    ['controller', control ? `${id ?? (id === null ? '-' : '?')} (${control.mode})` : '?'],
    ['brokers', `${up.unknownParts > 0 ? '≥' : ''}${up.sum} of ${picture.brokers.length} up`],
    ['topics', topicsText(picture)],
    ['groups', `${picture.groupsMissing.length > 0 ? '≥' : ''}${picture.groups.length}`],
  ];
};
