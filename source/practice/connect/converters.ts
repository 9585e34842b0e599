import {connectException, framesOf, type JavaFailure} from './java-failure.ts';
import type {Schema} from './schema.ts';
import type {Config} from './settings.ts';

/** Between a value and the bytes of a record. */
export interface Converter {
  readonly className: string;
  /** Null is a record without a key, or a tombstone. */
  fromValue(value: unknown, schema?: Schema): Buffer | null;
  /** Throws a `JavaFailure` for bytes that it cannot read. */
  toValue(bytes: Buffer | null): unknown;
}

/** A value as Java's `toString` writes it. */
export const javaText = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(javaText).join(', ')}]`;
  if (typeof value === 'object' && value !== null)
    return `{${Object.entries(value)
      .map(([key, item]) => `${key}=${javaText(item)}`)
      .join(', ')}}`;
  return String(value);
};

/** The same of a value with a schema: a struct tells its name and leaves out what is not there. */
const structText = (value: unknown, schema: Schema | undefined): string => {
  if (schema?.fields === undefined || typeof value !== 'object' || value === null) return javaText(value);
  const parts = schema.fields.flatMap(one => {
    const inside: unknown = Reflect.get(value, one.field);
    return inside === null || inside === undefined ? [] : [`${one.field}=${structText(inside, one)}`];
  });
  return `Struct{${parts.join(',')}}`;
};

const string: Converter = {
  className: 'org.apache.kafka.connect.storage.StringConverter',
  fromValue: (value, schema) =>
    value === null || value === undefined ? null : Buffer.from(structText(value, schema)),
  toValue: bytes => bytes?.toString('utf8') ?? null,
};

/** The schema of a value that has none of its own, as a source that reads texts gives it. */
const schemaOf = (value: unknown): {type: string; optional: boolean} | null => {
  if (typeof value === 'string') return {type: 'string', optional: false};
  if (typeof value === 'boolean') return {type: 'boolean', optional: false};
  if (typeof value === 'number') return {type: Number.isInteger(value) ? 'int64' : 'double', optional: false};
  return null;
};

const converting = 'Converting byte[] to Kafka Connect data failed due to serialization error: ';
const schemaNeeded =
  'JsonConverter with schemas.enable requires "schema" and "payload" fields and may not contain additional fields.' +
  ' If you are trying to deserialize plain JSON data, set schemas.enable=false in your converter configuration.';

const unreadable = (message: string, isSyntax: boolean): JavaFailure => {
  const below = [
    'org.apache.kafka.connect.runtime.WorkerSinkTask.convertAndTransformRecord(WorkerSinkTask.java:541)',
    'org.apache.kafka.connect.runtime.WorkerSinkTask.convertMessages(WorkerSinkTask.java:518)',
    'org.apache.kafka.connect.runtime.WorkerSinkTask.poll(WorkerSinkTask.java:344)',
    ...framesOf.sinkPoll,
  ];
  const operator = 'org.apache.kafka.connect.runtime.errors.RetryWithToleranceOperator';
  const inside = [
    'org.apache.kafka.connect.storage.Converter.toConnectData(Converter.java:91)',
    'org.apache.kafka.connect.runtime.WorkerSinkTask.lambda$convertAndTransformRecord$4(WorkerSinkTask.java:541)',
    `${operator}.execAndRetry(RetryWithToleranceOperator.java:208)`,
    `${operator}.execAndHandleError(RetryWithToleranceOperator.java:245)`,
    `${operator}.execute(RetryWithToleranceOperator.java:180)`,
    ...below,
  ];
  const line = isSyntax ? 347 : 351;
  return connectException(
    'Tolerance exceeded in error handler',
    [
      `${operator}.execAndHandleError(RetryWithToleranceOperator.java:261)`,
      `${operator}.execute(RetryWithToleranceOperator.java:180)`,
      ...below,
    ],
    {
      className: 'org.apache.kafka.connect.errors.DataException',
      message: isSyntax ? converting : message,
      frames: [
        `org.apache.kafka.connect.json.JsonConverter.toConnectData(JsonConverter.java:${line})`,
        ...inside,
      ],
      ...(isSyntax
        ? {
            cause: {
              className: 'org.apache.kafka.common.errors.SerializationException',
              message: `com.fasterxml.jackson.core.JsonParseException: ${message}`,
              frames: [
                'org.apache.kafka.connect.json.JsonDeserializer.deserialize(JsonDeserializer.java:75)',
                'org.apache.kafka.connect.json.JsonConverter.toConnectData(JsonConverter.java:345)',
                ...inside,
              ],
            },
          }
        : {}),
    },
  );
};

const json = (hasSchemas: boolean): Converter => ({
  className: 'org.apache.kafka.connect.json.JsonConverter',
  fromValue(value, schema) {
    if (value === null || value === undefined) return null;
    return Buffer.from(
      JSON.stringify(hasSchemas ? {schema: schema ?? schemaOf(value), payload: value} : value),
    );
  },
  toValue(bytes) {
    if (bytes === null) return null;
    let read: unknown;
    try {
      read = JSON.parse(bytes.toString('utf8'));
    } catch {
      const word = /^\s*([^\s,:{}[\]]*)/.exec(bytes.toString('utf8'))?.[1] ?? '';
      throw unreadable(
        `Unrecognized token '${word}': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')`,
        true,
      );
    }
    if (!hasSchemas) return read;
    if (
      typeof read === 'object' &&
      read !== null &&
      Object.keys(read).length === 2 &&
      'schema' in read &&
      'payload' in read
    )
      return read.payload;
    throw unreadable(schemaNeeded, false);
  },
});

const lastOf = (className: string): string => className.split('.').at(-1) ?? className;

/** The names that a converter's class goes by. */
export const isConverter = (className: string): boolean =>
  ['String', 'Json', 'ByteArray', 'Boolean', 'Double', 'Float', 'Integer', 'Long', 'Short', 'Simple'].some(
    name =>
      name === lastOf(className) ||
      [`${name}Converter`, `${name}HeaderConverter`].includes(lastOf(className)),
  );

/** The converter of a connector's keys or values: its own, else the worker's, whose settings then count too. */
export const converterOf = (part: 'key' | 'value', config: Config, worker: Config): Converter => {
  const name = `${part}.converter`;
  const source = config[name] === undefined ? worker : config;
  const className = lastOf(source[name] ?? '');
  return className === 'JsonConverter' || className === 'Json'
    ? json(source[`${name}.schemas.enable`] !== 'false')
    : string;
};
