import {javaText} from '../converters.ts';
import type {RawConfig} from '../settings.ts';
import {badRequest, serverError} from './rest-error.ts';

type Bag = Readonly<Record<string, unknown>>;

const isBag = (value: unknown): value is Bag =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const source =
  'at [Source: REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled); line: 1, column: 1]';

/** The body of a request; undefined where there is none. */
export const parseBody = (text: string): unknown => {
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    const word = /^\s*([^\s,:{}[\]"]*)/.exec(text)?.[1] ?? '';
    throw serverError(
      `Unrecognized token '${word}': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')\n ${source}`,
    );
  }
};

/** A configuration in a body: numbers and the like become texts, as Connect takes them. */
export const configOf = (value: unknown): RawConfig => {
  if (!isBag(value))
    throw serverError(
      `Cannot deserialize value of type \`java.util.LinkedHashMap<java.lang.String,java.lang.String>\`\n ${source}`,
    );
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => {
      if (typeof item === 'object' && item !== null)
        throw serverError(
          `Cannot deserialize value of type \`java.lang.String\` from ${Array.isArray(item) ? 'Array' : 'Object'} value (token \`JsonToken.START_${Array.isArray(item) ? 'ARRAY' : 'OBJECT'}\`)\n ${source} (through reference chain: java.util.LinkedHashMap["${name}"])`,
        );
      return [name, item === null ? null : javaText(item)];
    }),
  );
};

const request = 'org.apache.kafka.connect.runtime.rest.entities.CreateConnectorRequest';
const states = {RUNNING: 'STARTED', PAUSED: 'PAUSED', STOPPED: 'STOPPED'} as const;

/** What POST /connectors is given: `{name, config, initial_state}`. */
export const creationOf = (
  body: unknown,
): {name: string; config: RawConfig; target: 'STARTED' | 'PAUSED' | 'STOPPED'} => {
  if (!isBag(body)) throw serverError(`Cannot invoke "${request}.name()" because "createRequest" is null`);
  for (const key of Object.keys(body))
    if (!['config', 'name', 'initial_state'].includes(key))
      throw serverError(
        `Unrecognized field "${key}" (class ${request}), not marked as ignorable (3 known properties: "config", "name", "initial_state"])\n ${source} (through reference chain: ${request}["${key}"])`,
      );
  const {name, config, initial_state: initial} = body;
  if (config === undefined || config === null)
    throw serverError('Cannot invoke "java.util.Map.get(Object)" because "connectorConfig" is null');
  const state = typeof initial === 'string' ? initial.toUpperCase() : 'RUNNING';
  if (state !== 'RUNNING' && state !== 'PAUSED' && state !== 'STOPPED')
    throw serverError(
      `Cannot construct instance of \`${request}$InitialState\`, problem: No enum constant ${request}.InitialState.${state}\n ${source} (through reference chain: ${request}["initial_state"])`,
    );
  return {name: typeof name === 'string' ? name.trim() : '', config: configOf(config), target: states[state]};
};

/** What PATCH …/offsets is given: `{offsets: [{partition, offset}]}`, where an offset of null takes it away. */
export const offsetsOf = (body: unknown): readonly {partition: Bag; offset: Bag | null}[] => {
  const list = isBag(body) ? body.offsets : undefined;
  if (!Array.isArray(list) || list.length === 0)
    throw badRequest('Partitions / offsets need to be provided for an alter offsets request');
  return list.map((entry: unknown) => {
    const [partition, offset] = isBag(entry) ? [entry.partition, entry.offset] : [];
    return {partition: isBag(partition) ? partition : {}, offset: isBag(offset) ? offset : null};
  });
};
