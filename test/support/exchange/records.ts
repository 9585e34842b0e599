import assert from 'node:assert/strict';

/** A record that is written by one client and read by another. */
export interface Exchanged {
  readonly partition: number;
  readonly timestamp: number;
  readonly key: string | null;
  /** Null is a tombstone. */
  readonly value: string | null;
  readonly headers: readonly (readonly [name: string, text: string])[];
}

export const partitions = 3;
const since = Date.UTC(2026, 0, 1);

/** What differs in size, bytes and what is there, so that batches do too. */
const recordAt = (n: number): Exchanged => ({
  partition: n % partitions,
  // Not in order: a batch's times are relative to its first, and may be before that.
  timestamp: since + n * 10 - (n % 7) * 25,
  key: n % 50 === 0 ? null : `key-${n % 1000}`,
  value: n % 89 === 1 ? null : `{"id":${n},"name":"Zoë 注文","text":"${'x'.repeat(n % 120)}"}`,
  headers:
    n % 3 === 0
      ? []
      : [
          ['n', String(n)],
          ['trace', `00-${(n * 7919).toString(16)}`],
        ],
});

export const exchangedRecords = (count: number): readonly Exchanged[] =>
  Array.from({length: count}, (_, n) => recordAt(n));

/** What is compared: a line for each record, by partition in the order of offsets. */
export type Lines = readonly (readonly string[])[];

export const lineOf = (offset: number, {timestamp, key, value, headers}: Exchanged): string =>
  JSON.stringify([offset, timestamp, key, value, headers]);

export const linesOf = (records: readonly Exchanged[]): Lines =>
  Array.from({length: partitions}, (_, partition) =>
    records.filter(record => record.partition === partition).map((record, offset) => lineOf(offset, record)),
  );

/** Fails with the first record that differs, and not with a hundred thousand of them. */
export const assertSame = (read: Lines, written: Lines, what: string): void => {
  for (const [partition, expected] of written.entries()) {
    const found = read[partition] ?? [];
    const at = expected.findIndex((line, index) => line !== found[index]);
    if (at !== -1) assert.equal(found[at], expected[at], `${what}: partition ${partition}, record ${at}`);
    assert.equal(found.length, expected.length, `${what}: records of partition ${partition}`);
  }
};

/** The same lines without their times. */
export const timeless = (lines: Lines): Lines =>
  lines.map(each => each.map(line => line.replace(/^\[(\d+),\d+/, '[$1,0')));

/** Gathers lines as they are read, until all are there. */
export const gather = (count: number) => {
  const lines: string[][] = Array.from({length: partitions}, () => []);
  const whole = Promise.withResolvers<Lines>();
  let left = count;
  return {
    all: whole.promise,
    add(offset: number, record: Exchanged): boolean {
      lines[record.partition]?.push(lineOf(offset, record));
      left -= 1;
      if (left === 0) whole.resolve(lines);
      return left <= 0;
    },
  };
};
