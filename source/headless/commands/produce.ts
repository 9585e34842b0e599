import {readOnlyReason} from '../../actions/action.ts';
import {sentenceOf} from '../../errors.ts';
import {numberText} from '../../format/number.ts';
import {failedUnsent} from '../../workloads/produce/tally.ts';
import {type ProduceOptions, type ProduceProgress, startProduce} from '../../workloads/produce.ts';
import type {TargetContext} from '../command.ts';
import {exitCodes, unmet} from '../exit.ts';
import {type FlagValues, isSet, numberOf, textOf} from '../flag.ts';
import {needTopics, openKafka} from '../kafka.ts';
import {eventsOf} from '../new-events.ts';
import {noteAction} from '../note-action.ts';
import {jsonObject, printJson, writeLine} from '../print.ts';
import {rateOf} from '../rate.ts';

const acksOf = (flags: FlagValues): 'all' | 1 | 0 => {
  const acks = textOf(flags, 'acks') ?? 'all';
  return acks === '1' ? 1 : acks === '0' ? 0 : 'all';
};

const compressions = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const;

const sentence = (progress: ProduceProgress, topic: string): string => {
  const {sent, acknowledged, failed} = progress;
  const unsent = failedUnsent(progress);
  const failures = failed.map(({error, count}) => `, ${numberText(count)} failed with ${error}`).join('');
  return `${numberText(sent)} ${sent === 1 ? 'event' : 'events'} sent to ${topic}, ${numberText(acknowledged)} acknowledged${failures}${unsent > 0 ? `, ${numberText(unsent)} of them never sent` : ''}`;
};

const printEnd = async (
  {flags, io, clock, target}: TargetContext,
  topic: string,
  end: ProduceProgress,
): Promise<void> => {
  if (isSet(flags, 'json')) {
    const {sent, acknowledged, failed} = end;
    const fields = {topic, sent, acknowledged, failed: failed.map(({error, count}) => ({error, count}))};
    await printJson(io.out, jsonObject({at: clock.now(), target, fields}).json);
    return;
  }
  await writeLine(io.out, `${sentence(end, topic)}.`);
  for (const {partition, refusal} of end.partitions)
    if (refusal !== null) await writeLine(io.err, `Partition ${partition}: ${refusal}`);
};

/** How events are gathered into batches, and how long each is tried; what is not given is the producer's own choice. */
const batching = (flags: FlagValues): Pick<ProduceOptions, 'linger' | 'batchBytes' | 'deliveryTimeout'> => {
  const [linger, batchBytes, deliveryTimeout] = ['linger', 'batch-size', 'delivery-timeout'].map(name =>
    numberOf(flags, name),
  );
  return {
    ...(linger === undefined ? {} : {linger}),
    ...(batchBytes === undefined ? {} : {batchBytes: Math.max(1, batchBytes)}),
    ...(deliveryTimeout === undefined ? {} : {deliveryTimeout: Math.max(1, deliveryTimeout)}),
  };
};

/** Sends test events, and says what became of them. */
export const run = async (context: TargetContext): Promise<number> => {
  const {io, flags, clock, target, names} = context;
  const [topic = ''] = names;
  const reason = readOnlyReason(target);
  if (reason !== null) throw unmet(reason);
  const rate = rateOf(flags, 'to send as fast as it goes');
  const {events, isEndless} = await eventsOf(context);
  const client = openKafka(context);
  const isTold = io.err.isTerminal && !isSet(flags, 'json');
  let cancelTime = (): void => {};
  try {
    await needTopics(client, [topic], context);
    const job = startProduce({
      client,
      clock,
      topic,
      events,
      rate,
      acks: acksOf(flags),
      compression: compressions.find(each => each === textOf(flags, 'compression')) ?? 'none',
      ...batching(flags),
      ...(isTold ? {onProgress: progress => void io.err.write(`\r${sentence(progress, topic)} `)} : {}),
    });
    io.signal.addEventListener('abort', job.cancel, {once: true});
    if (io.signal.aborted) job.cancel();
    const time = numberOf(flags, 'for');
    if (time !== undefined) cancelTime = clock.after(time, job.cancel);
    const end = await job.done.catch((error: unknown) => {
      noteAction(context, `Test events to ${topic}`, sentenceOf(error));
      throw error;
    });
    noteAction(context, `Test events to ${topic}`, `${sentence(end, topic)}.`);
    if (isTold) await io.err.write('\n');
    await printEnd(context, topic, end);
    if (end.failed.length > 0) return exitCodes.unmet;
    return io.signal.aborted && !isEndless ? exitCodes.interrupted : exitCodes.fine;
  } finally {
    cancelTime();
    client.close();
  }
};
