import {int64, optional, type Schema} from '../../schema.ts';

/** A column of a table, as PostgreSQL's catalog has it. */
export interface Column {
  readonly name: string;
  /** `int4`, `text`, `_text` for an array of texts … */
  readonly type: string;
  /** `atttypmod`: length, or precision and scale; -1 where none was given. */
  readonly modifier: number;
  /** `typtype`: `e` is an enumeration, `d` a domain. */
  readonly kind: string;
  readonly values: readonly string[];
  readonly isRequired: boolean;
  /** Whether a sequence gives it where nobody does. */
  readonly isSerial: boolean;
}

export type DecimalMode = 'precise' | 'double' | 'string';

/** How a column goes into an event; `read` takes the text that PostgreSQL writes of a value. */
export interface ColumnType {
  readonly schema: Schema;
  read(text: string): unknown;
}

const microsOf = (text: string): string => {
  const [, seconds = text, fraction = ''] = /^(.*?)(?:\.(\d+))?$/.exec(text) ?? [];
  const ms = Date.parse(`${seconds.replace(' ', 'T')}Z`);
  return Number.isNaN(ms) ? '0' : String(BigInt(ms) * 1000n + BigInt(fraction.padEnd(6, '0').slice(0, 6)));
};

/** Two's complement, the highest byte first, in as few bytes as it takes; in base64. */
export const unscaled = (digits: string): string => {
  const value = BigInt(digits);
  let bytes = 1;
  while (value < -(1n << BigInt(8 * bytes - 1)) || value >= 1n << BigInt(8 * bytes - 1)) bytes += 1;
  const hex = BigInt.asUintN(8 * bytes, value)
    .toString(16)
    .padStart(2 * bytes, '0');
  return Buffer.from(hex, 'hex').toString('base64');
};

const scaled = (text: string, scale: number): string => {
  const [whole = '0', fraction = ''] = text.split('.');
  return `${whole}${fraction.padEnd(scale, '0').slice(0, scale)}`;
};

const decimal = (modifier: number, mode: DecimalMode): ColumnType => {
  if (mode === 'double') return {schema: optional('double'), read: Number};
  if (mode === 'string') return {schema: optional('string'), read: text => text};
  if (modifier < 4)
    return {
      schema: {
        ...optional('struct'),
        name: 'io.debezium.data.VariableScaleDecimal',
        version: 1,
        fields: [
          {type: 'int32', optional: false, field: 'scale'},
          {type: 'bytes', optional: false, field: 'value'},
        ],
      },
      read(text) {
        const scale = text.split('.')[1]?.length ?? 0;
        return {scale, value: unscaled(scaled(text, scale))};
      },
    };
  const [precision, scale] = [(modifier - 4) >> 16, (modifier - 4) & 0xffff];
  return {
    schema: {
      ...optional('bytes'),
      name: 'org.apache.kafka.connect.data.Decimal',
      version: 1,
      parameters: {scale: String(scale), 'connect.decimal.precision': String(precision)},
    },
    read: text => unscaled(scaled(text, scale)),
  };
};

const named = (type: string, name: string, read: (text: string) => unknown): ColumnType => ({
  schema: {...optional(type), name, version: 1},
  read,
});

const plain = (type: string, read: (text: string) => unknown): ColumnType => ({schema: optional(type), read});

const text = plain('string', value => value);

/** By PostgreSQL's own names of its types; all others go as texts. */
const types: Readonly<Record<string, ColumnType>> = {
  bool: plain('boolean', value => value === 'true' || value === 't'),
  int2: plain('int16', Number),
  int4: plain('int32', Number),
  oid: plain('int64', int64),
  int8: plain('int64', int64),
  float4: plain('float', Number),
  float8: plain('double', Number),
  bytea: plain('bytes', value => Buffer.from(value.replace(/^\\x/, ''), 'hex').toString('base64')),
  date: named('int32', 'io.debezium.time.Date', value =>
    Math.floor(Date.parse(`${value}T00:00:00Z`) / 86_400_000),
  ),
  time: named('int64', 'io.debezium.time.MicroTime', value => int64(microsOf(`1970-01-01T${value}`))),
  timestamp: named('int64', 'io.debezium.time.MicroTimestamp', value => int64(microsOf(value))),
  json: named('string', 'io.debezium.data.Json', value => value),
  jsonb: named('string', 'io.debezium.data.Json', value => value),
  uuid: named('string', 'io.debezium.data.Uuid', value => value),
  xml: named('string', 'io.debezium.data.Xml', value => value),
};

/** The moment in UTC, with as many digits after the second as the type keeps. */
const zoned = (modifier: number): ColumnType =>
  named('string', 'io.debezium.time.ZonedTimestamp', value => {
    const digits = modifier < 0 ? 6 : modifier;
    const [, seconds = value, fraction = ''] = /^(.*?)(?:\.(\d+))?(?:[+-]00(?::?00)?)?$/.exec(value) ?? [];
    return `${seconds.replace(' ', 'T')}${digits === 0 ? '' : `.${fraction.padEnd(digits, '0')}`}Z`;
  });

const elementOf = (column: Column): Column => ({...column, type: column.type.slice(1), isRequired: false});

const typeOf = (column: Column, mode: DecimalMode): ColumnType => {
  const {type, modifier, kind, values} = column;
  if (type.startsWith('_')) {
    const element = typeOf(elementOf(column), mode);
    return {
      schema: {...optional('array'), items: element.schema},
      read(written) {
        const all: unknown = JSON.parse(written);
        return Array.isArray(all)
          ? all.map(one =>
              one === null ? null : element.read(typeof one === 'string' ? one : JSON.stringify(one)),
            )
          : null;
      },
    };
  }
  if (kind === 'e')
    return {
      schema: {
        ...optional('string'),
        name: 'io.debezium.data.Enum',
        version: 1,
        parameters: {allowed: values.join(',')},
      },
      read: value => value,
    };
  if (type === 'numeric') return decimal(modifier, mode);
  // Of a type that keeps milliseconds at most, they are what is told.
  if (type === 'timestamp' && modifier >= 0 && modifier <= 3)
    return named('int64', 'io.debezium.time.Timestamp', value =>
      int64(String(BigInt(microsOf(value)) / 1000n)),
    );
  if (type === 'time' && modifier >= 0 && modifier <= 3)
    return named('int32', 'io.debezium.time.Time', value =>
      Number(BigInt(microsOf(`1970-01-01T${value}`)) / 1000n),
    );
  if (type === 'timestamptz') return zoned(modifier);
  return types[type] ?? text;
};

/** How values of a column go into events. */
export const columnType = (column: Column, mode: DecimalMode): ColumnType => {
  const {schema, read} = typeOf(column, mode);
  const {type, optional: _, ...rest} = schema;
  const preset = column.isRequired && column.isSerial ? {default: 0} : {};
  return {schema: {type, optional: !column.isRequired, ...preset, ...rest}, read};
};
