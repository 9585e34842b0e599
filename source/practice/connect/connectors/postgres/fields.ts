import type {Field} from '../connector-class.ts';
import {expressionsOf} from './filter.ts';
import {stand} from './stand.ts';

type Check = (value: string | undefined) => string | undefined;

const isSet = (value: string | undefined): value is string => value !== undefined && value !== '';
const needed: Check = value => (isSet(value) ? undefined : 'A value is required');
const oneOf =
  (...values: readonly string[]): Check =>
  value =>
    value === undefined || values.includes(value.toLowerCase())
      ? undefined
      : `Value must be one of ${values.join(', ')}`;
const integer: Check = value =>
  value === undefined || /^[+-]?\d+$/.test(value.trim()) ? undefined : 'An integer is expected';
const positive: Check = value =>
  value === undefined || Number(value) > 0 ? undefined : 'A positive, non-zero integer value is expected';
const truth: Check = value =>
  value === undefined || /^(true|false)$/i.test(value) ? undefined : "Either 'true' or 'false' is expected";
const prefix: Check = value =>
  value === undefined || /^[\w.-]*$/.test(value)
    ? undefined
    : `${value} has invalid format (only the underscore, hyphen, dot and alphanumeric characters are allowed)`;
const slot: Check = value =>
  value === undefined || /^[a-z0-9_]{1,63}$/.test(value)
    ? undefined
    : 'Valid replication slot name must contain only digits, lowercase characters and underscores with length <= 63';
const expressions: Check = value => {
  try {
    expressionsOf(value ?? '');
    return undefined;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return `A comma-separated list of valid regular expressions is expected, but ${why}`;
  }
};

const groups = ['Postgres', 'Connector', 'Events'] as const;

/** A field that is judged in Debezium's words. */
const field = (
  [group, order]: readonly [group: (typeof groups)[number], order: number],
  name: string,
  type: Field['type'],
  preset: string | null,
  displayName: string,
  documentation: string,
  ...checks: readonly Check[]
): Field => ({
  name,
  type,
  default: preset,
  importance:
    ['topic.prefix', 'table.include.list'].includes(name) || name.startsWith('database.') ? 'HIGH' : 'MEDIUM',
  documentation,
  group,
  width: 'MEDIUM',
  displayName,
  order,
  judge: value =>
    checks
      .map(check => check(value))
      .filter(why => why !== undefined)
      .slice(0, 1)
      .map(why => `The '${name}' value is invalid: ${why}`),
});

const regular = 'Expressions with commas between them; each matches a whole name.';

/** What the connector is configured with, as far as the practice lab goes by it. */
export const postgresFields: readonly Field[] = [
  field(
    ['Postgres', 1],
    'topic.prefix',
    'STRING',
    null,
    'Topic prefix',
    `What the names of the topics begin with. ${stand.words}.`,
    needed,
    prefix,
  ),
  field(
    ['Postgres', 2],
    'database.hostname',
    'STRING',
    null,
    'Hostname',
    'The host of the database, in the network of the lab.',
    needed,
  ),
  field(['Postgres', 3], 'database.port', 'INT', '5432', 'Port', 'The port of the database.', integer),
  field(['Postgres', 4], 'database.user', 'STRING', null, 'User', 'Who reads the database.', needed),
  field(['Postgres', 5], 'database.password', 'PASSWORD', null, 'Password', "The user's password."),
  field(
    ['Postgres', 6],
    'database.dbname',
    'STRING',
    null,
    'Database',
    'The database whose tables are read.',
    needed,
  ),
  field(
    ['Postgres', 8],
    'plugin.name',
    'STRING',
    'decoderbufs',
    'Plugin',
    'What decodes the log of a real server. Here nothing does.',
    oneOf('decoderbufs', 'pgoutput'),
  ),
  field(
    ['Postgres', 9],
    'slot.name',
    'STRING',
    'debezium',
    'Slot',
    'Where it is kept how far the connector is: one reader each.',
    slot,
  ),
  field(
    ['Postgres', 10],
    'publication.name',
    'STRING',
    'dbz_publication',
    'Publication',
    'A publication of a real server. Here there is none.',
  ),
  field(
    ['Postgres', 11],
    'publication.autocreate.mode',
    'STRING',
    'all_tables',
    'Publication Auto Create Mode',
    'How that publication is made.',
    oneOf('no_tables', 'all_tables', 'filtered', 'disabled'),
  ),
  field(
    ['Postgres', 28],
    'skipped.operations',
    'LIST',
    't',
    'Skipped Operations',
    'Operations that become no event: c, u, d; t is never one here.',
  ),
  field(
    ['Connector', 2],
    'max.batch.size',
    'INT',
    '2048',
    'Change event batch size',
    'How many changes are read at a time, at most.',
    integer,
    positive,
  ),
  field(
    ['Connector', 4],
    'poll.interval.ms',
    'LONG',
    '500',
    'Poll interval (ms)',
    'How long it waits before it looks again.',
    integer,
    positive,
  ),
  field(
    ['Connector', 18],
    'retriable.restart.connector.wait.ms',
    'LONG',
    '10000',
    'Retriable restart wait (ms)',
    'How long it waits before it connects again, once.',
    integer,
    positive,
  ),
  field(
    ['Connector', 24],
    'decimal.handling.mode',
    'STRING',
    'precise',
    'Decimal Handling',
    'How exact numbers are told: as bytes, as floating-point numbers or as texts.',
    oneOf('string', 'double', 'precise'),
  ),
  field(
    ['Connector', 27],
    'snapshot.mode',
    'STRING',
    'initial',
    'Snapshot mode',
    'Whether the rows that are there already are read first.',
    oneOf(
      'always',
      'never',
      'initial_only',
      'configuration_based',
      'when_needed',
      'initial',
      'custom',
      'no_data',
    ),
  ),
  field(
    ['Events', 3],
    'tombstones.on.delete',
    'BOOLEAN',
    'true',
    'Emit a tombstone record on delete event',
    'Whether a delete is followed by a record without a value.',
    truth,
  ),
  field(
    ['Events', 16],
    'table.include.list',
    'LIST',
    null,
    'Include Tables',
    `The tables that are read, as schema.table. ${regular}`,
    expressions,
  ),
  field(
    ['Events', 17],
    'table.exclude.list',
    'LIST',
    null,
    'Exclude Tables',
    `The tables that are not read. ${regular}`,
    expressions,
  ),
  field(
    ['Events', 19],
    'schema.include.list',
    'LIST',
    null,
    'Include Schemas',
    `The schemas that are read. ${regular}`,
    expressions,
  ),
  field(
    ['Events', 20],
    'schema.exclude.list',
    'LIST',
    null,
    'Exclude Schemas',
    `The schemas that are not read. ${regular}`,
    expressions,
  ),
];

/** Settings of the real connector that change what it tells, with what they are without being set: these alone are taken here. */
export const lackingSettings: Readonly<Record<string, string>> = {
  'binary.handling.mode': 'bytes',
  converters: '',
  'database.initial.statements': '',
  'event.processing.failure.handling.mode': 'fail',
  'heartbeat.action.query': '',
  'heartbeat.interval.ms': '0',
  'hstore.handling.mode': 'json',
  'include.schema.comments': 'false',
  'include.unknown.datatypes': 'false',
  'interval.handling.mode': 'numeric',
  'message.key.columns': '',
  'message.prefix.exclude.list': '',
  'message.prefix.include.list': '',
  'notification.enabled.channels': '',
  'post.processors': '',
  'provide.transaction.metadata': 'false',
  'replica.identity.autoset.values': '',
  'schema.name.adjustment.mode': 'none',
  'signal.data.collection': '',
  'slot.drop.on.stop': 'false',
  'snapshot.include.collection.list': '',
  'snapshot.query.mode': 'select_all',
  'snapshot.select.statement.overrides': '',
  'sourceinfo.struct.maker': 'io.debezium.connector.postgresql.PostgresSourceInfoStructMaker',
  'time.precision.mode': 'adaptive',
  'topic.naming.strategy': 'io.debezium.schema.SchemaTopicNamingStrategy',
};
