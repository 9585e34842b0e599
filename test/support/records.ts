import type {LogRecord} from '../../source/model/record.ts';
import {
  emptyTailBuffer,
  type TailBuffer,
  type TailLimits,
  tailLimits,
  withPause,
  withRecords,
} from '../../source/store/tail-buffer.ts';
import {noon} from './lab-parts.ts';

/** What a test says of a record: text is stored as UTF-8, null is Kafka's null. */
export interface Written extends Partial<Omit<LogRecord, 'key' | 'value' | 'headers'>> {
  readonly key?: string | Uint8Array | null;
  readonly value?: string | Uint8Array | null;
  readonly headers?: Readonly<Record<string, string | Uint8Array | null>>;
}

const stored = (content: string | Uint8Array | null): Uint8Array | null =>
  typeof content === 'string' ? new TextEncoder().encode(content) : content;

/** A record of `orders-0`, written a second after the one before it. */
export const logRecord = ({key = null, value = null, headers = {}, ...rest}: Written = {}): LogRecord => {
  const {offset = 0} = rest;
  const own = {
    key: stored(key),
    value: stored(value),
    headers: Object.entries(headers).map(([name, content]) => ({key: name, value: stored(content)})),
  };
  const size = [own.key, own.value, ...own.headers.map(header => header.value)].reduce(
    (sum, bytes) => sum + (bytes?.length ?? 0),
    own.headers.reduce((sum, header) => sum + header.key.length, 0),
  );
  return {
    topic: 'orders',
    partition: 0,
    offset,
    timestamp: noon + 1000 * offset,
    timestampType: 'create',
    size,
    compression: 'none',
    isTransactional: false,
    ...own,
    ...rest,
  };
};

/** Ordinary records, with keys and JSON values. */
export const plainRecords = (count: number, from = 0): readonly LogRecord[] =>
  Array.from({length: count}, (_, index) => {
    const offset = from + index;
    return logRecord({offset, key: `order-${offset % 5}`, value: `{"id":${offset},"amount":12.5}`});
  });

const written = {
  wide: {key: '注文-１', value: '{"名前":"山田 太郎","絵":"👨‍👩‍👧 🎉"}'},
  combining: {key: 'e\u0301te\u0301', value: 'naïve Zo\u0308e अनुच्छेद'},
  escapes: {key: '\u001b[31mred', value: '\u001b[2J\u001b]0;title\u0007\u009b1;1Hhome\u0008\r\nnext\tcolumn'},
  overrides: {key: '\u202ekey', value: 'user\u202e\u2066nimda\u2069 \u200b\ufeffhidden'},
  tombstone: {key: 'order-3', value: null},
  nothing: {key: null, value: null},
  empty: {key: '', value: ''},
  binary: {key: Uint8Array.of(0, 1, 2, 254), value: Uint8Array.from({length: 64}, (_, index) => 255 - index)},
  long: {key: 'k'.repeat(300), value: 'x'.repeat(100_000)},
  headers: {
    key: 'order-4',
    value: '{"id":4}',
    headers: {trace: Uint8Array.of(255, 0), none: null, 'content-type': 'application/json'},
  },
} as const satisfies Readonly<Record<string, Written>>;

/** Records that a screen can be spoilt by, by what is awkward in them. */
export const awkwardRecords: ReadonlyMap<string, LogRecord> = new Map(
  Object.entries<Written>(written).map(([name, each], offset) => [name, logRecord({...each, offset})]),
);

/** A tail that has received records. */
export const tailOf = (records: readonly LogRecord[], limits: TailLimits = tailLimits): TailBuffer =>
  withRecords(emptyTailBuffer(limits), records);

/** Everything awkward among ordinary records. */
export const awkwardTail = (): TailBuffer => tailOf([...awkwardRecords.values(), ...plainRecords(20, 100)]);

/** A view that stands still while more comes in than is kept: 5 shown, 7 new, 2 of which gave way unseen. */
export const pausedTail = (): TailBuffer =>
  withRecords(withPause(tailOf(plainRecords(5), {...tailLimits, records: 5}), true), plainRecords(7, 5));
