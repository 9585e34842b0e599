import type {Consumer, EachBatchPayload, KafkaMessage} from 'kafkajs';
import type {SinkClass, SinkRecord, SinkTask} from '../connectors/connector-class.ts';
import {converterOf} from '../converters.ts';
import {kafkaClient} from '../kafka.ts';
import {createTaskLife} from './task-life.ts';
import {contextOf, type TaskOptions, type TaskRun} from './task-run.ts';

/** How long it waits for brokers that are away before it joins its group again (ms). */
const retryWait = 1000;
/** How long a consumer may take to leave its group (ms): its coordinator may be away. */
const leaveTime = 15_000;
const heartbeatInterval = 1000;
const logger = 'runtime.WorkerSinkTask';

/** The topics that a sink reads: names, or what a regular expression matches. */
const topicsOf = ({topics, 'topics.regex': regex}: Readonly<Record<string, string>>): (string | RegExp)[] =>
  topics
    ? topics.split(',').flatMap(topic => (topic.trim() === '' ? [] : [topic.trim()]))
    : [new RegExp(`^(?:${regex ?? ''})$`)];

/** Runs a sink's task: a member of the group `connect-NAME`, which commits what the sink has written. */
export const runSink = (options: TaskOptions<SinkClass>): TaskRun => {
  const {worker, connector, id, config, connectorClass, changed, used} = options;
  const {log, clock, settings} = worker;
  const label = `WorkerSinkTask{id=${connector}-${id}}`;
  const life = createTaskLife(options, label);
  const {signal, running} = life;
  const [keys, values] = [
    converterOf('key', config, settings.converters),
    converterOf('value', config, settings.converters),
  ];
  let commits = 0;
  /** What is to be committed, by topic and partition: the offset after the last record that was written. */
  const positions = new Map<string, {topic: string; partition: number; offset: string}>();

  const commit = async (consumer: Consumer): Promise<void> => {
    if (worker.killed.aborted || positions.size === 0) return;
    const reached = [...positions];
    commits += 1;
    const told = reached.map(
      ([, {topic, partition, offset}]) =>
        `${topic}-${partition}=OffsetAndMetadata{offset=${offset}, leaderEpoch=null, metadata=''}`,
    );
    log.info(
      `${label} Committing offsets asynchronously using sequence number ${commits}: {${told.join(', ')}}`,
      logger,
    );
    try {
      await consumer.commitOffsets(reached.map(([, position]) => position));
      for (const [key, position] of reached) if (positions.get(key) === position) positions.delete(key);
    } catch (error) {
      log.warn(`${label} Commit of offsets failed: ${String(error)}`, logger);
    }
  };

  /** Keeps its place in the group while it is paused, with the next records in its hands. */
  const resumed = async (heartbeat: () => Promise<void>): Promise<void> => {
    while (!running.isOn && !signal.aborted) {
      const turn = new AbortController();
      await Promise.race([
        running.untilOn(signal),
        clock.sleep(heartbeatInterval, turn.signal).catch(() => {}),
      ]);
      turn.abort();
      await heartbeat();
    }
  };

  /** The record of a message; none for one that cannot be read, where the connector is to go on without it. */
  const converted = (topic: string, partition: number, {key, value, offset}: KafkaMessage): SinkRecord[] => {
    try {
      return [
        {topic, partition, offset: Number(offset), key: keys.toValue(key), value: values.toValue(value)},
      ];
    } catch (error) {
      if (config['errors.tolerance'] !== 'all') throw error;
      if (config['errors.log.enable'] === 'true')
        log.error(
          `Error encountered in task ${connector}-${id}. Executing stage 'VALUE_CONVERTER' for ${topic}-${partition}@${offset}.`,
          'runtime.errors.LogReporter',
        );
      return [];
    }
  };

  /** Writes a batch; what it throws is the group's affair, what it returns is the task's failure. */
  const put = async (task: SinkTask, payload: EachBatchPayload): Promise<unknown> => {
    const {batch, resolveOffset, heartbeat, isRunning, isStale} = payload;
    await worker.thawed.untilOn(signal);
    await resumed(heartbeat);
    if (signal.aborted || !isRunning() || isStale()) return undefined;
    const {topic, partition} = batch;
    const last = batch.messages.at(-1);
    if (!last) return undefined;
    try {
      await task.put(batch.messages.flatMap(message => converted(topic, partition, message)));
    } catch (error) {
      return error;
    }
    used(topic);
    resolveOffset(last.offset);
    positions.set(`${topic} ${partition}`, {topic, partition, offset: String(Number(last.offset) + 1)});
    await heartbeat();
    return undefined;
  };

  /** Reads until the task ends, or its consumer breaks down; throws what the task itself failed with. */
  const consume = async (task: SinkTask): Promise<void> => {
    const sockets = worker.sockets.branch();
    const client = kafkaClient(`connector-consumer-${connector}-${id}`, worker.bootstrap, sockets);
    const consumer = client.consumer({
      groupId: `connect-${connector}`,
      sessionTimeout: 45_000,
      heartbeatInterval,
      maxWaitTimeInMs: 500,
      allowAutoTopicCreation: true,
      // The next one is made by the task: one that starts itself again outlives its own disconnect.
      retry: {restartOnFailure: async () => false},
    });
    let failure: unknown;
    const done = new AbortController();
    const endCommitting = clock.every(settings.flushInterval, () => void commit(consumer));
    const {promise: broken, resolve: finish} = Promise.withResolvers<void>();
    signal.addEventListener('abort', () => finish(), {once: true, signal: done.signal});
    consumer.on('consumer.crash', () => finish());
    // Another member may own what it read before.
    consumer.on('consumer.group_join', () => positions.clear());
    void (async () => {
      await consumer.connect();
      await consumer.subscribe({topics: topicsOf(config), fromBeginning: true});
      if (signal.aborted) return;
      await consumer.run({
        autoCommit: false,
        eachBatchAutoResolve: false,
        eachBatch: async payload => {
          if (failure !== undefined) return;
          failure = await put(task, payload);
          if (failure !== undefined) finish();
        },
      });
    })().catch(() => finish());
    if (!signal.aborted) await broken;
    done.abort();
    endCommitting();
    if (failure === undefined) await commit(consumer);
    const left = new AbortController();
    await Promise.race([
      consumer
        .disconnect()
        .catch(() => {})
        .finally(() => left.abort()),
      clock.sleep(leaveTime, AbortSignal.any([left.signal, worker.killed])).catch(() => {}),
    ]);
    sockets.cut();
    if (failure !== undefined) throw failure;
  };

  const work = async (): Promise<void> => {
    const task = await connectorClass.open(contextOf(options, signal));
    log.info(`${label} Sink task finished initialization and start`, logger);
    try {
      changed(running.isOn ? 'RUNNING' : 'PAUSED', null);
      while (!signal.aborted) {
        await worker.thawed.untilOn(signal);
        await consume(task);
        if (!signal.aborted) await clock.sleep(retryWait, signal).catch(() => {});
      }
    } finally {
      await task.close().catch(() => {});
    }
  };

  return life.run(work);
};
