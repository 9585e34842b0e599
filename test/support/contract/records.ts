import {CompressionTypes, type Message} from 'kafkajs';
import {systemClock} from '../../../source/clock.ts';
import type {LogRecord} from '../../../source/model/record.ts';
import {startTail, type Tail, type TailOptions} from '../../../source/workloads/tail.ts';
import {until} from '../../real/support.ts';
import type {Hand} from './hand.ts';

/** Writes with a client that is not ours, for all replicas to have. */
export const write = async ({kafkajs}: Hand, topic: string, messages: readonly Message[]): Promise<void> => {
  const producer = kafkajs.producer();
  await producer.connect();
  try {
    await producer.send({topic, acks: -1, compression: CompressionTypes.None, messages: [...messages]});
  } finally {
    await producer.disconnect();
  }
};

export const numbered = (count: number, partition: number): readonly Message[] =>
  Array.from({length: count}, (_, n) => ({partition, key: `key-${n}`, value: `value-${n}`}));

export interface Tailed {
  readonly tail: Tail;
  readonly records: LogRecord[];
  readonly notes: string[];
  /** Waits until so many have come. */
  until(count: number): Promise<void>;
}

/** Follows a topic, until the end of the test at the latest. */
export const tailOf = (
  {kafka}: Hand,
  t: {after(end: () => unknown): void},
  topic: string,
  options: Partial<TailOptions> = {},
): Tailed => {
  const records: LogRecord[] = [];
  const notes: string[] = [];
  const tail = startTail({
    client: kafka,
    clock: systemClock,
    topics: [topic],
    start: {from: 'oldest'},
    onRecords: batch => void records.push(...batch),
    onNote: note => void notes.push(note),
    ...options,
  });
  t.after(() => tail.stop());
  return {
    tail,
    records,
    notes,
    until: async count => {
      await until(
        `${count} records have come`,
        async () => records.length,
        found => found >= count,
      );
    },
  };
};

export const textOf = (bytes: Uint8Array | null): string | null =>
  bytes === null ? null : Buffer.from(bytes).toString();
