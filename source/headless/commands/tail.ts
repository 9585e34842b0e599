import {previewText} from '../../format/record.ts';
import type {Metadata} from '../../model/cluster.ts';
import {known} from '../../model/reading.ts';
import type {LogRecord} from '../../model/record.ts';
import {parseRecordFilter, type RecordFilter} from '../../store/record-filter.ts';
import {startTail, type Tail} from '../../workloads/tail.ts';
import type {TargetContext} from '../command.ts';
import {exitCodes, unmet, wrongUsage} from '../exit.ts';
import {isSet, listOf, numberOf, textOf} from '../flag.ts';
import {iso} from '../json.ts';
import {needTopics, openKafka} from '../kafka.ts';
import {safeJson, writeLine} from '../print.ts';
import {createRecordWriter} from '../shapes/record.ts';
import {tailStart} from '../tail-start.ts';

/** Characters of a value that a terminal is given; a pipe gets all. */
const shownLength = 4000;
/** Bytes that one fetch may bring: a one-shot command has no screen that must stay alive meanwhile. */
const capacity = 4_194_304;
/** How often (ms) it is looked whether everything has been read, and how long a silent partition is waited for. */
const look = 100;
const silence = 5000;

/** A record on one line: what could move the cursor or break the line is taken out, and what is no text is in hex. */
const lineOf = (
  {topic, partition, offset, timestamp, key, value}: LogRecord,
  isTerminal: boolean,
): string => {
  const shown = (bytes: Uint8Array | null, none: string): string => {
    if (bytes === null) return none;
    // A byte takes three characters in hex.
    return previewText(bytes, isTerminal ? shownLength : 3 * bytes.length);
  };
  const time = timestamp < 0 ? '-' : iso(timestamp);
  return `${time} ${topic}-${partition} ${offset} ${shown(key, '-')} ${shown(value, '(tombstone)')}\n`;
};

const jsonWriter = (isTerminal: boolean): ((record: LogRecord) => string) => {
  const write = createRecordWriter();
  return isTerminal ? record => safeJson(write(record)) : write;
};

const filterOf = (text: string | undefined): RecordFilter | undefined => {
  if (text === undefined) return undefined;
  const filter = parseRecordFilter(text);
  if (typeof filter === 'string') throw wrongUsage(filter, 'Write it as --grep /order-[0-9]+/.');
  return filter;
};

const partitionsOf = (values: readonly string[]): readonly number[] =>
  values
    .flatMap(value => value.split(','))
    .map(value => {
      if (/^\d+$/.test(value)) return Number(value);
      throw wrongUsage(`--partition is a number, not ${value}.`, 'Write it as --partition 0 --partition 2.');
    });

/** Sees to it that each partition that was asked for is there, in one of the topics. */
const needPartitions = ({topics}: Metadata, names: readonly string[], wanted: readonly number[]): void => {
  const there = topics.flatMap(({name, partitions}) =>
    names.includes(name) ? (known(partitions) ?? []).map(({id}) => id) : [],
  );
  const missing = wanted.find(id => !there.includes(id));
  if (missing === undefined) return;
  const last = Math.max(...there);
  throw unmet(
    `${[...new Set(names)].join(' or ')} has no partition ${missing}.`,
    `There ${last === 0 ? 'is partition 0 only' : `are partitions 0 to ${last}`}.`,
  );
};

type Progress = 'behind' | 'waiting' | 'done';

/**
 * Whether all that was there at the first look has been read: what is written meanwhile would never let it end.
 * Partitions that cannot be read now are waited for.
 */
const progressOf = (tail: Tail, ends: Map<string, number>): Progress => {
  const {partitions} = tail.state();
  const open = partitions.filter(({topic, partition, offset, end}) => {
    const name = `${topic}-${partition}`;
    if (end !== null && !ends.has(name)) ends.set(name, end);
    const until = ends.get(name);
    return offset === null || until === undefined || offset < until;
  });
  if (partitions.length > 0 && open.length === 0) return 'done';
  return open.length > 0 && open.every(({waiting}) => waiting !== null) ? 'waiting' : 'behind';
};

/** Resolves when everything has been read, or what is left has been silent for long. */
const untilRead = async (tail: Tail, {clock}: TargetContext, signal: AbortSignal): Promise<Progress> => {
  let since = clock.now();
  const ends = new Map<string, number>();
  while (!signal.aborted) {
    const progress = progressOf(tail, ends);
    if (progress === 'done' || (progress === 'waiting' && clock.now() - since > silence)) return progress;
    if (progress === 'behind') since = clock.now();
    await clock.sleep(look, signal).catch(() => {});
  }
  return 'behind';
};

/** Prints records as they come, no faster than they are read from us. */
export const run = async (context: TargetContext): Promise<number> => {
  const {io, flags, clock, names} = context;
  const filter = filterOf(textOf(flags, 'grep'));
  const limit = numberOf(flags, 'limit') ?? Number.POSITIVE_INFINITY;
  const partitions = partitionsOf(listOf(flags, 'partition'));
  const start = tailStart(flags, clock.now());
  const draw = isSet(flags, 'json')
    ? jsonWriter(io.out.isTerminal)
    : (record: LogRecord) => lineOf(record, io.out.isTerminal);
  const client = openKafka(context);
  const ended = new AbortController();
  const signal = AbortSignal.any([io.signal, ended.signal]);
  let printed = 0;
  let cancel = (): void => {};
  try {
    needPartitions(await needTopics(client, names, context), names, partitions);
    if (limit === 0) return exitCodes.fine;
    const over = new Promise<void>(resolve =>
      signal.addEventListener('abort', () => resolve(), {once: true}),
    );
    const tail = startTail({
      client,
      topics: [...new Set(names)],
      start,
      ...(partitions.length > 0 ? {partitions} : {}),
      clock,
      capacity,
      async onRecords(records) {
        if (signal.aborted) return;
        const passing = filter ? records.filter(filter) : records;
        const taken = passing.slice(0, limit - printed);
        printed += taken.length;
        await io.out.write(taken.map(draw).join(''));
        if (printed >= limit) ended.abort();
      },
      onNote: sentence => void writeLine(io.err, sentence),
    });
    const time = numberOf(flags, 'for');
    if (time !== undefined) cancel = clock.after(time, () => ended.abort());
    try {
      if (!isSet(flags, 'no-follow')) await over;
      else if ((await untilRead(tail, context, signal)) === 'waiting') return exitCodes.partly;
    } finally {
      await tail.stop();
    }
    return exitCodes.fine;
  } finally {
    cancel();
    client.close();
  }
};
