import type {Connector} from './connector.ts';
import type {Pipeline, PipelineReader, PipelineTopic} from './pipeline.ts';
import type {ReplicationSlot} from './postgres.ts';
import {
  addUp,
  isOld,
  isUnknown,
  type Known,
  lastValue,
  type Reading,
  type Unknown,
  unknown,
} from './reading.ts';
import type {Topic} from './topic.ts';
import type {World} from './world.ts';

/** Debezium's own default. */
const defaultSlot = 'debezium';

/** Whether a connector captures the changes of a PostgreSQL database. */
export const isPostgresSource = ({type, config}: Connector): boolean =>
  type === 'source' && /postgres/i.test(config['connector.class'] ?? '');

/** The value of a reading of now; why there is none else. */
const current = <T>(reading: Reading<T> | undefined, what: string, now: number): Known<T> => {
  if (reading === undefined || reading.state === 'waiting')
    return unknown('not-read', `${what} was not read yet.`);
  if (reading.state === 'failed') return unknown(reading.error.why, reading.error.sentence);
  if (reading.state === 'stale') return unknown(reading.error.why, reading.error.sentence, reading.at);
  return isOld(reading, now)
    ? unknown('stale', `No newer reading of ${what} has come.`, reading.at)
    : reading.value;
};

const worstFirst = ['FAILED', 'UNASSIGNED', 'RESTARTING', 'STOPPED', 'PAUSED', 'RUNNING'];

const taskOf = ({tasks}: Connector): string | null =>
  tasks.map(({state}) => state).sort((a, b) => worstFirst.indexOf(a) - worstFirst.indexOf(b))[0] ?? null;

/** The topics that it has written to; before the first record those that Debezium will name after its tables. */
const topicNames = ({topics, config}: Connector): Known<readonly string[]> => {
  if (isUnknown(topics) || topics.length > 0) return topics;
  const prefix = config['topic.prefix'];
  const tables = (config['table.include.list'] ?? '').split(',').map(table => table.trim());
  return prefix === undefined
    ? []
    : tables.filter(table => /^[\w.]+$/.test(table)).map(table => `${prefix}.${table}`);
};

const endOf = (
  name: string,
  topics: ReadonlyMap<string, Topic>,
  world: World,
): Known<PipelineTopic['end']> => {
  const topic = topics.get(name);
  if (!topic)
    return lastValue(world.metadata) === undefined ? unknown('not-read', 'No topic was read yet.') : null;
  return isUnknown(topic.partitions) ? topic.partitions : addUp(topic.partitions.map(({end}) => end));
};

const lagOf = (
  parts: readonly Known<{sum: number; unknownParts: number} | null>[],
): PipelineReader['lag'] => {
  const whole = addUp(parts.map(part => (part === null || isUnknown(part) ? part : part.sum)));
  if (whole === null || isUnknown(whole)) return whole;
  const within = parts.reduce(
    (sum, part) => sum + (part === null || isUnknown(part) ? 0 : part.unknownParts),
    0,
  );
  return {sum: whole.sum, unknownParts: whole.unknownParts + within};
};

const readersOf = (topics: readonly Topic[]): readonly PipelineReader[] => {
  const byGroup = Map.groupBy(
    topics.flatMap(({groups}) => groups),
    ({id}) => id,
  );
  return [...byGroup].map(([group, parts]) => ({group, lag: lagOf(parts.map(({lag}) => lag))}));
};

const pipelineOf = (
  connector: Connector,
  slots: Known<readonly ReplicationSlot[] | null>,
  topics: ReadonlyMap<string, Topic>,
  world: World,
  now: number,
): Pipeline => {
  const worker = current(world.workers.get(connector.worker), 'The Connect worker', now);
  const slotName = slots === null ? null : (connector.config['slot.name'] ?? defaultSlot);
  const names = topicNames(connector);
  const own = isUnknown(names) ? [] : names.flatMap(name => topics.get(name) ?? []);
  const isUnread = lastValue(world.metadata) === undefined;
  return {
    id: `${connector.worker}/${connector.name}`,
    connector,
    slotName,
    slot: slots === null || isUnknown(slots) ? slots : (slots.find(({name}) => name === slotName) ?? null),
    task: isUnknown(worker) ? worker : taskOf(connector),
    topics: isUnknown(names) ? names : names.map(name => ({name, end: endOf(name, topics, world)})),
    readers: isUnknown(names)
      ? names
      : isUnread
        ? unknown('not-read', 'No group was read yet.')
        : readersOf(own),
    unseenReaders: own.find(({unseenGroups}) => unseenGroups !== null)?.unseenGroups ?? null,
  };
};

/** The slots of the server; null in a practice lab, which has none: triggers take down the changes there. */
const slotsOf = (world: World, now: number): Known<readonly ReplicationSlot[] | null> => {
  if (world.target?.kind === 'practice') return null;
  const reading = current(world.postgres, 'PostgreSQL', now);
  if (reading === null) return unknown('not-read', 'No PostgreSQL server is known: --postgres names one.');
  return isUnknown(reading) ? reading : reading.slots;
};

/** Why a slot that no known connector reads from may be somebody's all the same; null where it is nobody's. */
const doubtOf = (world: World, now: number): Unknown | null => {
  for (const {name} of world.target?.connect ?? []) {
    const worker = current(world.workers.get(name), `Connect worker ${name}`, now);
    if (isUnknown(worker)) return worker;
  }
  return null;
};

const orphanOf = (slot: ReplicationSlot, doubt: Unknown | null): Pipeline => ({
  id: `slot ${slot.name}`,
  connector: doubt,
  slotName: slot.name,
  slot,
  task: doubt,
  topics: doubt ?? [],
  readers: doubt ?? [],
  unseenReaders: null,
});

/** A pipeline for each connector that reads from PostgreSQL, and for each slot that none of them reads from. */
export const pipelinesOf = (
  world: World,
  connectors: readonly Connector[],
  all: readonly Topic[],
  now: number,
): readonly Pipeline[] => {
  const sources = connectors.filter(isPostgresSource);
  const slots = slotsOf(world, now);
  if (sources.length === 0 && (slots === null || isUnknown(slots) || slots.length === 0)) return [];
  const topics = new Map(all.map(topic => [topic.name, topic]));
  const pipelines = sources.map(source => pipelineOf(source, slots, topics, world, now));
  const used = new Set(pipelines.map(({slotName}) => slotName));
  const doubt = doubtOf(world, now);
  return [
    ...pipelines,
    ...(slots === null || isUnknown(slots) ? [] : slots)
      .filter(({name}) => !used.has(name))
      .map(slot => orphanOf(slot, doubt)),
  ];
};
