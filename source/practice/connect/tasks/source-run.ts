import type {SourceClass, SourceRecord, SourceTask} from '../connectors/connector-class.ts';
import {converterOf} from '../converters.ts';
import {createIdleProducer, type IdleProducer} from '../idle-producer.ts';
import {connectException, framesOf, type JavaFailure} from '../java-failure.ts';
import {fatalOf, kafkaClient, tooLarge} from '../kafka.ts';
import type {KeptOffset} from '../storage/storage.ts';
import {createTaskLife} from './task-life.ts';
import {contextOf, failureOf, type TaskOptions, type TaskRun} from './task-run.ts';

/** How long a send that failed waits before it is tried again (ms). */
const retryWait = 1000;
const logger = 'runtime.WorkerSourceTask';

const unrecoverable = (cause: {className: string; message: string}): JavaFailure =>
  connectException('Unrecoverable exception from producer send callback', framesOf.sourceSend, {
    ...cause,
    frames: [],
  });

/** Runs a source's task: what it reads is written to Kafka, and only then is where it was kept. */
export const runSource = (options: TaskOptions<SourceClass>): TaskRun => {
  const {worker, connector, id, config, connectorClass, changed, used} = options;
  const {storage, log, clock, settings} = worker;
  const label = `WorkerSourceTask{id=${connector}-${id}}`;
  const life = createTaskLife(options, label);
  const {signal, running} = life;
  const sockets = worker.sockets.branch();
  const [keys, values] = [
    converterOf('key', config, settings.converters),
    converterOf('value', config, settings.converters),
  ];
  const unflushed = new Map<string, KeptOffset>();
  let acknowledged = 0;
  let task: SourceTask | undefined;

  const flush = async (): Promise<void> => {
    if (worker.killed.aborted || unflushed.size === 0) return;
    const offsets = [...unflushed.values()];
    const count = acknowledged;
    unflushed.clear();
    acknowledged = 0;
    log.info(`${label} Committing offsets for ${count} acknowledged messages`, logger);
    try {
      await storage.keepOffsets(connector, offsets);
      for (const {offset} of offsets) if (offset) await task?.committed?.(offset).catch(() => {});
    } catch (error) {
      for (const one of offsets) {
        const key = JSON.stringify(one.partition);
        if (!unflushed.has(key)) unflushed.set(key, one);
      }
      log.error(`${label} Failed to commit offsets: ${failureOf(error).message}`, logger);
    }
  };

  /** Until Kafka has them, however long its brokers are away; false where the task was ended before. */
  const send = async (producer: IdleProducer, records: readonly SourceRecord[]): Promise<boolean> => {
    const byTopic = Map.groupBy(records, ({topic}) => topic);
    for (const [topic, group] of byTopic) {
      const messages = group.map(({key, value, keySchema, valueSchema}) => ({
        key: keys.fromValue(key, keySchema),
        value: values.fromValue(value, valueSchema),
      }));
      for (const {key, value} of messages) {
        const refused = tooLarge(key, value);
        if (refused) throw unrecoverable(refused);
      }
      for (let isSent = false; !isSent; ) {
        if (signal.aborted) return false;
        try {
          await producer.send([{topic, messages}]);
          isSent = true;
        } catch (error) {
          const fatal = fatalOf(error, topic);
          if (fatal) throw unrecoverable(fatal);
          if (signal.aborted) return false;
          log.warn(`${label} failed to send record to ${topic}, will retry: ${String(error)}`, logger);
          await clock.sleep(retryWait, signal).catch(() => {});
        }
      }
      used(topic);
    }
    return true;
  };

  const work = async (): Promise<void> => {
    const client = kafkaClient(`connector-producer-${connector}-${id}`, worker.bootstrap, sockets);
    const producer = createIdleProducer(client, clock, true);
    const opened = await connectorClass.open(contextOf(options, signal), async partition => {
      const wanted = JSON.stringify(partition);
      return (
        storage.offsets(connector).find(kept => JSON.stringify(kept.partition) === wanted)?.offset ?? null
      );
    });
    task = opened;
    log.info(`${label} Source task finished initialization and start`, 'runtime.AbstractWorkerSourceTask');
    const endFlushing = clock.every(settings.flushInterval, () => void flush());
    try {
      changed(running.isOn ? 'RUNNING' : 'PAUSED', null);
      while (!signal.aborted) {
        await worker.thawed.untilOn(signal);
        await running.untilOn(signal);
        if (signal.aborted) break;
        const records = await opened.poll();
        if (records.length === 0 || !(await send(producer, records))) continue;
        for (const {partition, offset} of records)
          unflushed.set(JSON.stringify(partition), {partition, offset});
        acknowledged += records.length;
      }
    } finally {
      endFlushing();
      await flush();
      await opened.close().catch(() => {});
      await producer.close();
      sockets.cut();
    }
  };

  return life.run(work);
};
