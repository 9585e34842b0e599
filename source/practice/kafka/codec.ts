import type {Reader, Writer} from '@platformatic/kafka';

/** Bytes that are no request: the broker closes the connection, as Kafka does. */
export class MalformedError extends Error {
  override readonly name = 'MalformedError';
}

/**
 * An entry that takes no bytes, or runs past the end, is refused: a length may claim two thousand million of them.
 */
const guarded =
  <T>(entry: (reader: Reader) => T) =>
  (reader: Reader): T => {
    const before = reader.position;
    const value = entry(reader);
    if (reader.position <= before || reader.position > reader.length)
      throw new MalformedError('An array runs past its end.');
    return value;
  };

/**
 * Reads an array of structures, or null. `flexible` stands for the compact form of newer versions, in which every
 * structure ends in tagged fields.
 */
export const readListOrNull = <T>(
  reader: Reader,
  flexible: boolean,
  entry: (reader: Reader) => T,
): readonly T[] | null => reader.readNullableArray(guarded(entry), flexible, flexible);

/** The same, and null as an empty list. */
export const readList = <T>(reader: Reader, flexible: boolean, entry: (reader: Reader) => T): readonly T[] =>
  readListOrNull(reader, flexible, entry) ?? [];

/** Reads an array of plain values, which never carry tagged fields, or null. */
export const readValuesOrNull = <T>(
  reader: Reader,
  flexible: boolean,
  value: (reader: Reader) => T,
): readonly T[] | null => reader.readNullableArray(guarded(value), flexible, false);

export const readInts = (reader: Reader, flexible: boolean): readonly number[] =>
  readValuesOrNull(reader, flexible, r => r.readInt32()) ?? [];

export const readTags = (reader: Reader, flexible: boolean): void => {
  if (flexible) reader.readTaggedFields();
};

/** Writes an array of structures. */
export const writeList = <T>(
  writer: Writer,
  flexible: boolean,
  items: readonly T[] | null,
  entry: (writer: Writer, item: T) => void,
): Writer => writer.appendArray(items && [...items], entry, flexible, flexible);

export const writeInts = (writer: Writer, flexible: boolean, items: readonly number[]): Writer =>
  writer.appendArray([...items], (w, item) => w.appendInt32(item), flexible, false);

export const writeTags = (writer: Writer, flexible: boolean): Writer =>
  flexible ? writer.appendTaggedFields() : writer;

/** What a server says for operations that the client did not ask for. */
export const operationsNotAsked = -2_147_483_648;
