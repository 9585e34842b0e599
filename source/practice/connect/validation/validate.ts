import type {Field} from '../connectors/connector-class.ts';
import type {Plugin} from '../plugins.ts';
import {badRequest, serverError} from '../rest/rest-error.ts';
import type {Config, RawConfig} from '../settings.ts';
import {connectorFields} from './fields.ts';
import {notHere} from './not-here.ts';
import {sinkFields} from './sink-fields.ts';
import {sourceFields} from './source-fields.ts';

export interface Validated {
  readonly field: Field;
  /** Null where it is not set, or cannot be read as its type. */
  readonly value: string | null;
  readonly errors: readonly string[];
}

const numbers: Readonly<Record<string, RegExp>> = {
  INT: /^[+-]?\d+$/,
  LONG: /^[+-]?\d+$/,
  SHORT: /^[+-]?\d+$/,
};

/** Why a value is not of its type; undefined where it is. */
const typeError = ({type}: Field, value: string): string | undefined => {
  const number = numbers[type];
  if (number && !number.test(value.trim())) return `Not a number of type ${type}`;
  if (type === 'BOOLEAN' && !/^(true|false)$/i.test(value.trim()))
    return 'Expected value to be either true or false';
  return undefined;
};

const textsOf = (config: RawConfig): Config =>
  Object.fromEntries(
    Object.entries(config).flatMap(([name, value]) => (value === null ? [] : [[name, value]])),
  );

const validateField = (field: Field, config: RawConfig): Validated => {
  const {name, default: preset, check, judge} = field;
  const given = config[name];
  if (judge) {
    const errors = judge(given ?? undefined);
    return {field, value: errors.length > 0 ? null : (given ?? preset ?? null), errors};
  }
  if (given === undefined || given === null) {
    const isMissing = preset === undefined;
    return {
      field,
      value: preset ?? null,
      errors: isMissing ? [`Missing required configuration "${name}" which has no default value.`] : [],
    };
  }
  const refused = (why: string): string => `Invalid value ${given} for configuration ${name}: ${why}`;
  const why = typeError(field, given);
  if (why !== undefined) {
    // Where a check follows, it is made of the nothing that is left.
    const rest = check ? [`Invalid value null for configuration ${name}: Value must be non-null`] : [];
    return {field, value: null, errors: [refused(why), ...rest]};
  }
  const wrong = check?.(given);
  return {
    field,
    value: wrong !== undefined && field.type === 'CLASS' ? null : given,
    errors: wrong === undefined ? [] : [refused(wrong)],
  };
};

const sinkErrors = (config: RawConfig): Readonly<Record<string, readonly string[]>> => {
  const [topics, regex] = [config.topics ?? '', config['topics.regex'] ?? ''];
  const both = (why: string) => ({topics: [why], 'topics.regex': [why]});
  if (topics === '' && regex === '') return both('Must configure one of topics or topics.regex');
  if (topics !== '' && regex !== '')
    return both('topics and topics.regex are mutually exclusive options, but both are set.');
  try {
    new RegExp(regex);
  } catch (error) {
    throw serverError(
      `java.util.regex.PatternSyntaxException: ${error instanceof Error ? error.message : regex}`,
    );
  }
  const queue = config['errors.deadletterqueue.topic.name'];
  const names = topics.split(',').map(topic => topic.trim());
  return queue && names.includes(queue)
    ? {
        topics: [
          `The DLQ topic '${queue}' may not be included in the list of topics ('topics=[${names.join(', ')}]') consumed by the connector`,
        ],
      }
    : {};
};

const sourceErrors = (config: RawConfig): Readonly<Record<string, readonly string[]>> =>
  config['exactly.once.support']?.toUpperCase() === 'REQUIRED'
    ? {
        'exactly.once.support': [
          'This worker does not have exactly-once source support enabled.',
          'The connector does not support exactly-once semantics with the provided configuration.',
        ],
      }
    : {};

export const fieldsOf = (plugin: Plugin): readonly Field[] => [
  ...connectorFields,
  ...(plugin.type === 'sink' ? sinkFields : sourceFields),
  ...(plugin.runs?.fields ?? []),
];

/** Looks at each field of a configuration, and then at what they say together. */
export const validate = (plugin: Plugin, config: RawConfig): readonly Validated[] => {
  const together = plugin.type === 'sink' ? sinkErrors(config) : sourceErrors(config);
  const own = plugin.runs?.check?.(textsOf(config)) ?? {};
  const names = new Set(fieldsOf(plugin).map(({name}) => name));
  // Of what has no field, what the connector refuses is what is lacking here.
  const unlisted = Object.entries(own).filter(([name]) => !names.has(name));
  const lacking = {...notHere(plugin, config), ...Object.fromEntries(unlisted)};
  const known = fieldsOf(plugin).map(field => {
    const validated = validateField(field, config);
    // A class that is nowhere is not one that only the practice lab has not.
    const here = validated.errors.length === 0 ? (lacking[field.name] ?? []) : [];
    const more = [...(together[field.name] ?? []), ...(own[field.name] ?? []), ...here];
    return {...validated, errors: [...validated.errors, ...more]};
  });
  const nulls = Object.entries(config).flatMap(([name, value]): readonly Validated[] =>
    value === null && !names.has(name)
      ? [
          {
            field: {name, type: 'STRING', importance: 'HIGH', documentation: ''},
            value: null,
            errors: ['Null value can not be supplied as the configuration value.'],
          },
        ]
      : [],
  );
  const others = Object.entries(lacking).flatMap(([name, errors]): readonly Validated[] =>
    names.has(name)
      ? []
      : [
          {
            field: {name, type: 'STRING', importance: 'HIGH', documentation: ''},
            value: config[name] ?? null,
            errors,
          },
        ],
  );
  return [...known, ...nulls, ...others];
};

/** Where nothing is wrong so far: with what the connector finds where its configuration points. */
export const probed = async (
  {runs}: Plugin,
  config: RawConfig,
  validated: readonly Validated[],
  hosts: Readonly<Record<string, number>>,
): Promise<readonly Validated[]> => {
  if (!runs?.probe || validated.some(({field, errors}) => errors.length > 0 && field.name !== 'name'))
    return validated;
  const found = await runs.probe(textsOf(config), hosts);
  return validated.map(one => ({...one, errors: [...one.errors, ...(found[one.field.name] ?? [])]}));
};

/** Throws what a worker answers to a configuration that something is wrong with. */
export const requireValid = (validated: readonly Validated[]): void => {
  const errors = validated.flatMap(one => one.errors);
  if (errors.length > 0)
    throw badRequest(
      `Connector configuration is invalid and contains the following ${errors.length} error(s):\n${errors.join('\n')}\nYou can also find the above list of errors at the endpoint \`/connector-plugins/{connectorType}/config/validate\``,
    );
};
