import type {Subject} from '../../findings/finding.ts';
import {addressOf, isQuorum, verb} from '../../findings/subjects.ts';
import * as words from '../../findings/what-follows.ts';
import type {Line} from '../../format/line.ts';
import {type GroupImpact, type Impact, impactOf, type TopicImpact} from '../../model/impact.ts';
import type {Picture} from '../../model/picture.ts';
import {isPostgresSource} from '../../model/pipelines-of.ts';
import {isUnknown} from '../../model/reading.ts';
import {heading, joined, paragraph} from './section.ts';

/** What would stop: which brokers, and which containers. */
interface Stopping {
  readonly title: string;
  readonly brokers: readonly number[];
  readonly containers: readonly string[];
}

/** The connectors that a container runs, or that read from its database, and what becomes of each without it. */
const connectorSentences = (picture: Picture, container: string): readonly string[] => {
  const database = picture.containers.some(
    ({name, service}) => name === container && (service === 'postgres' || name === 'postgres'),
  );
  return picture.connectors.flatMap((connector): readonly string[] => {
    const {name, type, worker} = connector;
    if (worker === container)
      return [
        type === 'sink'
          ? `${name}: stops. Group connect-${name} has no member then, and its lag grows until the worker is back.`
          : `${name}: stops, and writes nothing until the worker is back; then it goes on where it was.`,
      ];
    return database && isPostgresSource(connector)
      ? [`${name}: its task fails. Restarted once PostgreSQL is back, it goes on where it was.`]
      : [];
  });
};

/** What stops with a broker, a container or (its leader) a partition; a sentence where that is nothing of Kafka's. */
export const stoppingOf = (picture: Picture, {kind, id}: Subject): Stopping | string => {
  if (kind === 'broker') return {title: `broker ${id}`, brokers: [Number(id)], containers: []};
  if (kind === 'container') {
    const own = picture.brokers.find(({container}) => container === id);
    if (own) return {title: `${id} (broker ${own.id})`, brokers: [own.id], containers: [id]};
    const container = picture.containers.find(({name}) => name === id);
    if (container && isQuorum(container)) return {title: id, brokers: [], containers: [id]};
    return `${id} holds no partition: topics are read and written as before.`;
  }
  if (kind !== 'partition') return 'The impact of a broker, a container or a partition can be worked out.';
  const [, topic = '', number = ''] = /^(.+)-(\d+)$/.exec(id) ?? [];
  const partitions = picture.topics.find(({name}) => name === topic)?.partitions;
  const partition =
    partitions === undefined || isUnknown(partitions)
      ? undefined
      : partitions.find(each => each.id === Number(number));
  if (!partition) return `${id} could not be read.`;
  if (typeof partition.leader !== 'number') return `${id} has no leader now: nobody reads or writes it.`;
  return {
    title: `broker ${partition.leader}, which leads ${id}`,
    brokers: [partition.leader],
    containers: [],
  };
};

/** Numbers that are named; of more it is said how many there are. */
const idsShown = 6;

const partitionsText = (list: TopicImpact['partitions'], count: number): string => {
  if (list.length === count) return count === 1 ? 'its partition' : 'all partitions';
  if (list.length === 1) return `partition ${list[0]?.id}`;
  const ids = list.slice(0, idsShown).map(({id}) => id);
  const more = list.length - ids.length;
  return `partitions ${ids.join(' ')}${more > 0 ? ` and ${more} more` : ''}`;
};

const topicSentence = (impact: Impact, {topic, partitions, count}: TopicImpact): string => {
  const dead = words.whys
    .map(why => ({why, list: partitions.filter(({whyNone}) => whyNone === why)}))
    .filter(({list}) => list.length > 0);
  const moved = partitions.filter(({leader, isMoved}) => leader !== null && isMoved);
  const refusing = partitions.filter(({leader, takesAll}) => leader !== null && takesAll === false);
  const unsure = partitions.filter(({takesAll}) => takesAll === undefined);
  const all = (list: TopicImpact['partitions']): string => partitionsText(list, count);
  const parts = [
    ...dead.map(({why, list}) => words.lost(all(list), why)),
    ...(moved.length > 0
      ? [
          `${all(moved)} ${verb(moved.length, 'fails', 'fail')} over to broker ${[...new Set(moved.map(({leader}) => leader))].join(' and ')}`,
        ]
      : []),
    ...(refusing.length > 0 ? words.refusedAll(all(refusing), impact) : []),
    ...(unsure.length > 0 ? [words.unsureAll(all(unsure))] : []),
  ];
  return parts.length > 0
    ? `${topic}: ${parts.join('; ')}.`
    : `${topic}: goes on, with one replica less in sync.`;
};

const groupSentence = ({group, coordinator, unreadable}: GroupImpact): string => {
  const fate = coordinator === 'stays' ? [] : [words.fateText(coordinator, 1)];
  const reading =
    unreadable.length > 0
      ? [`it cannot read ${unreadable.slice(0, 4).join(', ')}${unreadable.length > 4 ? ', …' : ''}`]
      : [];
  return `${group}: ${[...fate, ...reading].join('; ')}.`;
};

/** What follows if this stops now: a sentence per topic and group that is touched. */
export const impactLines = (picture: Picture, subject: Subject, width: number): readonly Line[] => {
  const stopping = stoppingOf(picture, subject);
  if (typeof stopping === 'string') {
    const connectors = subject.kind === 'container' ? connectorSentences(picture, subject.id) : [];
    return joined(
      paragraph(stopping, width),
      connectors.length === 0
        ? []
        : [heading('Connectors'), ...connectors.flatMap(text => paragraph(text, width))],
    );
  }
  const impact = impactOf(picture, stopping.brokers, words.isElectingWithout(picture, stopping.containers));
  const unled = words.withoutQuorum(picture, stopping.containers);
  const [own, internal] = [
    impact.topics.filter(({isInternal}) => !isInternal),
    impact.topics.filter(({isInternal}) => isInternal),
  ];
  const left = picture.brokers.filter(({id}) => impact.left.includes(id));
  const sentences = (texts: readonly string[]): readonly Line[] =>
    texts.flatMap(text => paragraph(text, width));
  return joined(
    paragraph(`If ${stopping.title} stops now, as it was last read:`, width, {bold: true}),
    unled === null ? [] : paragraph(unled, width, {tone: 'warn'}),
    stopping.brokers.length > 0 && left.length === 0
      ? paragraph(words.noneLeft, width, {tone: 'bad', bold: true})
      : stopping.brokers.length > 0
        ? paragraph(
            `${left.map(broker => `broker ${broker.id} (${addressOf(broker)})`).join(' and ')} ${left.length === 1 ? 'stays' : 'stay'}.`,
            width,
          )
        : [],
    own.length === 0 ? [] : [heading('Topics'), ...sentences(own.map(each => topicSentence(impact, each)))],
    impact.groups.length === 0
      ? []
      : [heading('Consumer groups'), ...sentences(impact.groups.map(groupSentence))],
    internal.length === 0
      ? []
      : [heading("Kafka's own topics"), ...sentences(internal.map(each => topicSentence(impact, each)))],
    impact.unknown.length === 0 ? [] : paragraph(words.alsoUnknown(impact.unknown), width, {tone: 'warn'}),
  );
};
