import type {Clock} from '../../../clock.ts';
import type {Admin} from '../admin.ts';
import {JavaFailure} from '../java-failure.ts';
import {serverError} from '../rest/rest-error.ts';
import type {Config, WorkerSettings} from '../settings.ts';
import type {WorkerLog} from '../worker-log.ts';
import {readTopic, type StateRecord} from './read-topic.ts';
import type {StateWriter} from './state-writer.ts';
import {createOffsetTable, type KeptConnector, type Place, type Storage, type Target} from './storage.ts';

/*
 * What a distributed worker keeps, as Kafka Connect 3.9 writes it:
 *
 * configs   connector-NAME {properties}, task-NAME-N {properties}, commit-NAME {tasks},
 *           target-state-NAME {state, state.v2}, restart-connector-NAME {include-tasks, only-failed}
 * offsets   ["NAME", {partition}] {offset}
 * statuses  status-connector-NAME and status-task-NAME-N {state, trace, worker_id, generation},
 *           status-topic-TOPIC:connector-NAME {topic: {name, connector, task, discoverTimestamp}}
 */

export interface TopicStorageOptions {
  readonly settings: WorkerSettings;
  readonly admin: Admin;
  readonly writer: StateWriter;
  readonly clock: Clock;
  readonly log: WorkerLog;
}

const partitionCounts = {offsets: 25, statuses: 5, configs: 1} as const;
/** How long the topics may take to be made, and then to be read (ms). */
const topicTime = 60_000;
const retryWait = 1000;
/** How long a change may take to be written before who asked for it is told that it failed (ms). */
const writeTime = 30_000;

const isPlace = (value: unknown): value is Place =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const textsOf = (value: unknown): Config =>
  isPlace(value) ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, String(item)])) : {};

const parseKey = (key: string): unknown => {
  try {
    return JSON.parse(key);
  } catch {
    return null;
  }
};

const field = (value: unknown, name: string): unknown => (isPlace(value) ? value[name] : undefined);

const targetOf = (value: unknown): Target => {
  const state = field(value, 'state.v2') ?? field(value, 'state');
  return state === 'PAUSED' || state === 'STOPPED' ? state : 'STARTED';
};

const latestOf = (records: readonly StateRecord[], prefix: string): ReadonlyMap<string, unknown> => {
  const latest = new Map<string, unknown>();
  for (const {key, value} of records)
    if (key.startsWith(prefix)) {
      if (value === null) latest.delete(key.slice(prefix.length));
      else latest.set(key.slice(prefix.length), value);
    }
  return latest;
};

const connectorsOf = (
  configs: readonly StateRecord[],
  statuses: readonly StateRecord[],
): readonly KeptConnector[] => {
  const targets = latestOf(configs, 'target-state-');
  const used = [...latestOf(statuses, 'status-topic-').values()].map(value => field(value, 'topic'));
  return [...latestOf(configs, 'connector-')].map(([name, value]) => ({
    name,
    config: textsOf(field(value, 'properties')),
    target: targetOf(targets.get(name)),
    topics: used.flatMap(topic => (field(topic, 'connector') === name ? [String(field(topic, 'name'))] : [])),
  }));
};

/** The storage of a distributed worker: three compacted topics, which it makes where they are not there. */
export const topicStorage = ({settings, admin, writer, clock, log}: TopicStorageOptions): Storage => {
  const {topics, replicationFactor, id} = settings;
  const table = createOffsetTable();
  const logger = 'util.TopicAdmin';

  const lost = (message: string): JavaFailure =>
    new JavaFailure({className: 'org.apache.kafka.common.errors.TimeoutException', message, frames: []});

  /** Tries again for as long as the real one does; then rejects with what it ends with. */
  const insist = async <T>(
    signal: AbortSignal,
    act: () => Promise<T>,
    failed: (why: string, left: number) => void,
    message: string,
  ): Promise<T> => {
    for (let left = topicTime; left > 0 && !signal.aborted; left -= retryWait) {
      try {
        return await act();
      } catch (error) {
        failed(error instanceof Error ? error.message : String(error), left);
        await clock.sleep(retryWait, signal).catch(() => {});
      }
    }
    throw lost(message);
  };

  const make = async (kind: keyof typeof topics, signal: AbortSignal): Promise<void> => {
    const name = topics[kind];
    log.info(`Starting KafkaBasedLog with topic ${name} reportErrorsToCallback=false`, 'util.KafkaBasedLog');
    await insist(
      signal,
      async () => {
        if ((await admin.describe([name])).topics.has(name)) return;
        const partitions = partitionCounts[kind];
        await admin.createTopic({name, partitions, replicationFactor});
        log.info(
          `Created topic (name=${name}, numPartitions=${partitions}, replicationFactor=${replicationFactor}, replicasAssignments=null, configs={cleanup.policy=compact})`,
          logger,
        );
      },
      (why, left) => {
        log.warn(`Error while attempting to create/find topic(s) '${name}': ${why}`, logger);
        log.info(
          `'${name}' topic creation failed due to 'Error while attempting to create/find topic(s) '${name}'', retrying, ${left}ms remaining`,
          logger,
        );
      },
      'Timeout expired while trying to create topic(s)',
    );
  };

  const read = (kind: keyof typeof topics, signal: AbortSignal): Promise<readonly StateRecord[]> =>
    insist(
      signal,
      () => readTopic(admin, topics[kind]),
      () => {},
      `Timeout of ${topicTime}ms expired before the last committed offset for partitions of ${topics[kind]} could be determined`,
    );

  const written = async (writing: Promise<void>): Promise<void> => {
    const ending = new AbortController();
    const inTime = await Promise.race([
      writing.then(() => true),
      clock.sleep(writeTime, ending.signal).then(
        () => false,
        () => true,
      ),
    ]);
    ending.abort();
    if (!inTime) throw serverError('Error writing connector configuration to Kafka');
  };
  const config = (key: string, value: unknown): Promise<void> =>
    written(writer.write(topics.configs, key, value));

  return {
    async open(signal) {
      for (const kind of ['offsets', 'statuses', 'configs'] as const) await make(kind, signal);
      table.clear();
      for (const {key, value} of await read('offsets', signal)) {
        const place = parseKey(key);
        if (!Array.isArray(place)) continue;
        const [connector, partition]: readonly unknown[] = place;
        if (typeof connector === 'string' && isPlace(partition))
          table.set(connector, {partition, offset: isPlace(value) ? value : null});
      }
      const kept = connectorsOf(await read('configs', signal), await read('statuses', signal));
      log.info('Finished reading KafkaBasedLog', 'util.KafkaBasedLog');
      return kept;
    },
    keepConfig: (connector, properties) =>
      config(`connector-${connector}`, properties === null ? null : {properties}),
    keepTarget: (connector, target) =>
      config(
        `target-state-${connector}`,
        target === null ? null : {state: target === 'STOPPED' ? 'PAUSED' : target, 'state.v2': target},
      ),
    async keepTasks(connector, tasks) {
      for (const [task, properties] of tasks.entries())
        await config(`task-${connector}-${task}`, {properties});
      await config(`commit-${connector}`, {tasks: tasks.length});
    },
    keepRestart: (connector, includeTasks, onlyFailed) =>
      config(`restart-connector-${connector}`, {'include-tasks': includeTasks, 'only-failed': onlyFailed}),
    keepStatus(connector, task, status) {
      const key = task === null ? `status-connector-${connector}` : `status-task-${connector}-${task}`;
      void writer.write(topics.statuses, key, status && {...status, worker_id: id, generation: 1});
    },
    keepTopic(connector, task, topic) {
      void writer.write(topics.statuses, `status-topic-${topic}:connector-${connector}`, {
        topic: {name: topic, connector, task, discoverTimestamp: clock.now()},
      });
    },
    forgetTopics(connector, names) {
      for (const name of names)
        void writer.write(topics.statuses, `status-topic-${name}:connector-${connector}`, null);
    },
    offsets: table.of,
    async keepOffsets(connector, offsets) {
      for (const kept of offsets) {
        const {partition, offset} = kept;
        await written(writer.write(topics.offsets, JSON.stringify([connector, partition]), offset));
        table.set(connector, kept);
      }
    },
    close: () => writer.close(),
  };
};
