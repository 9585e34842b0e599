import type {LogRecord} from '../model/record.ts';

/** What the buffer may hold; `recordBytes` is what it keeps of one key, value or header. */
export interface TailLimits {
  readonly records: number;
  readonly bytes: number;
  readonly recordBytes: number;
}

/**
 * The newest records of a tail. While it is paused the view stands still and records go on coming in, up to the
 * limits; what had to give way before it was seen is counted.
 */
export interface TailBuffer {
  /** What is on screen, oldest first. */
  readonly shown: readonly LogRecord[];
  /** `showing 500 of 12,031, 311 dropped while paused` */
  readonly sentence: string;
  /** What the tail has to say: a partition without leader, offsets that are gone. */
  readonly note: string | null;
  readonly isPaused: boolean;
  /** The newest records, seen or not. */
  readonly kept: readonly LogRecord[];
  /** Bytes of `kept`. */
  readonly bytes: number;
  /** Records that came in since the tail began. */
  readonly received: number;
  /** Records that came in since the pause began. */
  readonly unseen: number;
  /** Records that came and went during a pause; counted on until the buffer is emptied. */
  readonly dropped: number;
  /** Keys and values that are held in part only. */
  readonly clipped: number;
  readonly limits: TailLimits;
}

const mebibyte = 1_048_576;

export const tailLimits: TailLimits = {records: 10_000, bytes: 64 * mebibyte, recordBytes: mebibyte};

const number = (value: number): string => value.toLocaleString('en-US');

/** What is on screen of what came in; `shown` where a filter leaves fewer. */
export const sentenceOf = (buffer: Omit<TailBuffer, 'sentence'>, shown = buffer.shown.length): string =>
  [
    `showing ${number(shown)} of ${number(buffer.received)}`,
    ...(buffer.isPaused ? [`paused with ${number(buffer.unseen)} new`] : []),
    ...(buffer.dropped > 0 ? [`${number(buffer.dropped)} dropped while paused`] : []),
    ...(buffer.clipped > 0
      ? [`${number(buffer.clipped)} cut at ${number(buffer.limits.recordBytes)} bytes`]
      : []),
  ].join(', ');

const finished = (buffer: Omit<TailBuffer, 'sentence'>): TailBuffer => ({
  ...buffer,
  sentence: sentenceOf(buffer),
});

export const emptyTailBuffer = (limits: TailLimits = tailLimits): TailBuffer =>
  finished({
    shown: [],
    note: null,
    isPaused: false,
    kept: [],
    bytes: 0,
    received: 0,
    unseen: 0,
    dropped: 0,
    clipped: 0,
    limits,
  });

/** Bytes of our own: what a fetch brought is a window on an answer of a mebibyte, which it would keep alive. */
const copy = (bytes: Uint8Array | null, limit: number): Uint8Array | null =>
  bytes === null ? null : Uint8Array.prototype.slice.call(bytes, 0, limit);

const heldBytes = ({key, value, headers}: LogRecord): number =>
  (key?.length ?? 0) +
  (value?.length ?? 0) +
  headers.reduce((sum, header) => sum + header.key.length + (header.value?.length ?? 0), 0);

/** A record's own `size` stays what it is in the log, however much of it is held. */
const held = (record: LogRecord, limit: number): LogRecord => ({
  ...record,
  key: copy(record.key, limit),
  value: copy(record.value, limit),
  headers: record.headers.map(({key, value}) => ({key: key.slice(0, limit), value: copy(value, limit)})),
});

/** How many of the oldest records have to go so that the rest fits the limits; and the bytes of that rest. */
const excess = (
  records: readonly LogRecord[],
  allBytes: number,
  limits: TailLimits,
): readonly [start: number, bytes: number] => {
  let bytes = allBytes;
  let start = 0;
  for (const record of records) {
    if (records.length - start <= limits.records && bytes <= limits.bytes) break;
    bytes -= heldBytes(record);
    start += 1;
  }
  return [start, bytes];
};

/** The buffer with more records, in the order in which they came. */
export const withRecords = (buffer: TailBuffer, records: readonly LogRecord[]): TailBuffer => {
  if (records.length === 0) return buffer;
  const {limits, isPaused} = buffer;
  const skipped = Math.max(0, records.length - limits.records);
  const added = records.slice(skipped).map(record => held(record, limits.recordBytes));
  const all = [...buffer.kept, ...added];
  const more = added.reduce((sum, record) => sum + heldBytes(record), 0);
  const [start, bytes] = excess(all, buffer.bytes + more, limits);
  const kept = start === 0 ? all : all.slice(start);
  const unseen = isPaused ? buffer.unseen + records.length : 0;
  const lost = isPaused
    ? Math.max(0, unseen - kept.length) - Math.max(0, buffer.unseen - buffer.kept.length)
    : 0;
  return finished({
    ...buffer,
    kept,
    bytes,
    shown: isPaused ? buffer.shown : kept,
    received: buffer.received + records.length,
    unseen,
    dropped: buffer.dropped + lost,
    clipped:
      buffer.clipped +
      added.filter((record, at) => heldBytes(record) < heldBytes(records[skipped + at] ?? record)).length,
  });
};

/** Stops or moves on the view. When it moves on, everything that was kept meanwhile is shown. */
export const withPause = (buffer: TailBuffer, isPaused: boolean): TailBuffer =>
  buffer.isPaused === isPaused
    ? buffer
    : finished({...buffer, isPaused, shown: isPaused ? buffer.shown : buffer.kept, unseen: 0});

/** The buffer with what the tail has to say; null when that is over. */
export const withNote = (buffer: TailBuffer, note: string | null): TailBuffer =>
  buffer.note === note ? buffer : {...buffer, note};
