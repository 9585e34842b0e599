import type {Clock} from '../../clock.ts';
import {sentenceOf as failureOf} from '../../errors.ts';
import type {Watch} from '../../feeds/watch.ts';
import {numberText} from '../../format/number.ts';
import {lastValue} from '../../model/reading.ts';
import type {World} from '../../model/world.ts';
import type {Store} from '../../store/store.ts';
import {type Ui, withJob} from '../../store/ui.ts';
import {type EventTemplate, eventsFrom, parseValue} from '../../workloads/event-template.ts';
import {failedUnsent} from '../../workloads/produce/tally.ts';
import {type ProduceProgress, startProduce} from '../../workloads/produce.ts';
import {parseTemplate} from '../../workloads/template.ts';
import type {Session} from '../session.ts';
import type {TellAction} from './tell-action.ts';

export interface ProduceLink {
  /** Starts a job from what the form says; null, or what is wrong with it. */
  start(values: Readonly<Record<string, string>>): string | null;
}

interface ProduceLinkOptions {
  readonly watching: () => Watch | null;
  readonly world: Store<World>;
  readonly ui: Store<Ui>;
  readonly notify: Session['notify'];
  readonly tell: TellAction;
  readonly nextJob: () => number;
  readonly clock: Clock;
}

const compressions = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const;

const sentenceOf = (progress: ProduceProgress): string => {
  const {sent, acknowledged, failed, waiting} = progress;
  const unsent = failedUnsent(progress);
  return [
    `${numberText(sent)} sent`,
    `${numberText(acknowledged)} acknowledged`,
    ...(waiting > 0 ? [`${numberText(waiting)} waiting`] : []),
    ...failed.map(({error, count}) => `${numberText(count)} failed: ${error}`),
    ...(unsent > 0 ? [`${numberText(unsent)} of them never sent`] : []),
  ].join(', ');
};

const refusals = ({partitions}: ProduceProgress): string =>
  partitions
    .flatMap(({partition, refusal}) => (refusal === null ? [] : [` Partition ${partition}: ${refusal}`]))
    .join('');

const headersOf = (text: string): EventTemplate['headers'] | string => {
  const pairs = text.split(',').filter(pair => pair.trim() !== '');
  const wrong = pairs.find(pair => pair.indexOf('=') < 1);
  if (wrong !== undefined) return `A header is name=value, not ${wrong.trim()}.`;
  return pairs.map(pair => {
    const at = pair.indexOf('=');
    return {name: pair.slice(0, at).trim(), value: parseTemplate(pair.slice(at + 1))};
  });
};

const wholeOrNull = (text: string): number | null | undefined =>
  text === '' ? null : /^\d+$/.test(text) ? Number(text) : undefined;

/** Produces test events as jobs of the monitor, each with its progress and its errors. */
export const createProduceLink = ({
  watching,
  world,
  ui,
  notify,
  tell,
  nextJob,
  clock,
}: ProduceLinkOptions): ProduceLink => ({
  start({
    topic = '',
    count = '',
    rate = '',
    key = '',
    value = '',
    headers = '',
    acks = 'all',
    partition = '',
    compression = 'none',
    linger = '',
    batch = '',
    timeout = '',
  }) {
    const watch = watching();
    if (!watch) return 'There is no target yet.';
    const topics = lastValue(world.get().metadata)?.topics ?? [];
    if (topic === '') return 'Name a topic.';
    if (topics.length > 0 && !topics.some(({name}) => name === topic))
      return `There is no topic ${topic}, and test events create none.`;
    const [howMany, perSecond, into] = [count, rate, partition].map(wholeOrNull);
    if (howMany === undefined) return 'Count is a whole number, or empty for an endless job.';
    if (perSecond === undefined || perSecond === 0)
      return 'Rate is a whole number of events a second, or empty.';
    if (into === undefined) return 'Partition is a whole number, or empty.';
    const [wait, size, patience] = [linger, batch, timeout].map(wholeOrNull);
    if (wait === undefined) return 'Linger is a whole number of milliseconds, or empty.';
    if (size === undefined || size === 0) return 'Batch is a whole number of bytes, or empty.';
    if (patience === undefined || patience === 0) return 'Give up is a whole number of seconds, or empty.';
    const pairs = headersOf(headers);
    if (typeof pairs === 'string') return pairs;
    const template: EventTemplate = {
      key: key === '' ? null : parseTemplate(key),
      value: parseValue(value),
      headers: pairs,
      partition: into,
    };
    const id = nextJob();
    const title = `Test events to ${topic}`;
    const job = startProduce({
      client: watch.kafka,
      clock,
      topic,
      events: eventsFrom(template, clock, howMany ?? Number.POSITIVE_INFINITY),
      rate: perSecond,
      acks: acks === '1' ? 1 : acks === '0' ? 0 : 'all',
      compression: compressions.find(each => each === compression) ?? 'none',
      ...(wait === null ? {} : {linger: wait}),
      ...(size === null ? {} : {batchBytes: size}),
      ...(patience === null ? {} : {deliveryTimeout: patience * 1000}),
      onProgress: progress => show(sentenceOf(progress) + refusals(progress), true),
    });
    const show = (sentence: string, isRunning: boolean): void =>
      ui.update(state => withJob(state, {id, title, sentence, isRunning, cancel: job.cancel}));
    show('begins', true);
    job.done.then(
      progress => {
        show(sentenceOf(progress) + refusals(progress), false);
        notify(progress.failed.length > 0 ? 'bad' : 'good', `${title}: ${sentenceOf(progress)}.`);
        tell(title, `${sentenceOf(progress)}.`);
      },
      error => {
        const sentence = failureOf(error);
        show(sentence, false);
        notify('bad', `${title}: ${sentence}`);
        tell(title, sentence);
      },
    );
    return null;
  },
});
