import {brokerSettings} from './broker.ts';
import {type Setting, settingTypes} from './setting.ts';
import {topicSettings} from './topic.ts';

/** What a number may be. */
interface Range {
  readonly min?: number;
  readonly max?: number;
}

const atLeast = (min: number): Range => ({min});

const ranges: Readonly<Record<string, Range>> = {
  'compression.gzip.level': {min: -1, max: 9},
  'compression.lz4.level': {min: 1, max: 17},
  'compression.zstd.level': {min: -131_072, max: 22},
  'delete.retention.ms': atLeast(0),
  'file.delete.delay.ms': atLeast(0),
  'flush.messages': atLeast(1),
  'flush.ms': atLeast(0),
  'index.interval.bytes': atLeast(0),
  'log.cleaner.backoff.ms': atLeast(0),
  'log.cleaner.min.cleanable.ratio': {min: 0, max: 1},
  'log.cleaner.threads': atLeast(0),
  'log.retention.ms': atLeast(-1),
  'log.roll.ms': atLeast(1),
  'log.segment.bytes': atLeast(14),
  'local.retention.bytes': atLeast(-2),
  'local.retention.ms': atLeast(-2),
  'max.compaction.lag.ms': atLeast(1),
  'max.message.bytes': atLeast(0),
  'message.max.bytes': atLeast(0),
  'message.timestamp.after.max.ms': atLeast(0),
  'message.timestamp.before.max.ms': atLeast(0),
  'message.timestamp.difference.max.ms': atLeast(0),
  'min.cleanable.dirty.ratio': {min: 0, max: 1},
  'min.compaction.lag.ms': atLeast(0),
  'min.insync.replicas': atLeast(1),
  'num.io.threads': atLeast(1),
  'num.network.threads': atLeast(1),
  'num.replica.fetchers': {},
  'retention.ms': atLeast(-1),
  'segment.bytes': atLeast(14),
  'segment.index.bytes': atLeast(4),
  'segment.jitter.ms': atLeast(0),
  'segment.ms': atLeast(1),
};

const policies = ['compact', 'delete'];
const compressions = ['uncompressed', 'zstd', 'lz4', 'snappy', 'gzip', 'producer'];
const timestampTypes = ['CreateTime', 'LogAppendTime'];
const choices: Readonly<Record<string, readonly string[]>> = {
  'cleanup.policy': policies,
  'log.cleanup.policy': policies,
  'compression.type': compressions,
  'message.timestamp.type': timestampTypes,
  'log.message.timestamp.type': timestampTypes,
};

const limits: Readonly<Record<number, {readonly name: string; readonly max: number}>> = {
  [settingTypes.int]: {name: 'INT', max: 2 ** 31 - 1},
  [settingTypes.short]: {name: 'SHORT', max: 2 ** 15 - 1},
  [settingTypes.long]: {name: 'LONG', max: 2 ** 63},
};

const choiceProblem = (setting: Setting, value: string): string | null => {
  const allowed = choices[setting.name];
  const values = setting.type === settingTypes.list ? partsOf(value) : [value];
  return allowed && values.some(part => !allowed.includes(part))
    ? `String must be one of: ${allowed.join(', ')}`
    : null;
};

const rangeProblem = (name: string, value: number): string | null => {
  const {min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY} = ranges[name] ?? {};
  if (value < min) return `Value must be at least ${min}`;
  return value > max ? `Value must be no more than ${max}` : null;
};

const numberProblem = (setting: Setting, value: string): string | null => {
  const limit = limits[setting.type];
  const isNumber = limit ? /^[+-]?\d{1,19}$/.test(value) : /^[+-]?[\d.]+(e[+-]?\d+)?$/i.test(value);
  if (!isNumber || (limit && Math.abs(Number(value)) > limit.max))
    return `Not a number of type ${limit?.name ?? 'DOUBLE'}`;
  return rangeProblem(setting.name, Number(value));
};

/** The entries of a list: Kafka separates them by commas. */
export const partsOf = (value: string): readonly string[] =>
  value
    .split(',')
    .map(part => part.trim())
    .filter(part => part !== '');

/** Kafka's words on a value that a setting cannot have; null where it can. */
export const valueProblem = (setting: Setting, value: string): string | null => {
  const {name, type} = setting;
  const trimmed = value.trim();
  const said = (problem: string | null, shown = trimmed): string | null =>
    problem && `Invalid value ${shown} for configuration ${name}: ${problem}`;
  if (type === settingTypes.boolean)
    return said(/^(true|false)$/i.test(trimmed) ? null : 'Expected value to be either true or false');
  if (type === settingTypes.list || type === settingTypes.string)
    return said(choiceProblem(setting, trimmed));
  if (type === settingTypes.class || type === settingTypes.password) return null;
  // Java writes a whole double with its decimal point.
  const isWhole = type === settingTypes.double && /^[+-]?\d+$/.test(trimmed);
  return said(numberProblem(setting, trimmed), isWhole ? `${trimmed}.0` : trimmed);
};

export const topicSetting = (name: string): Setting | undefined =>
  topicSettings.find(setting => setting.name === name);

export const brokerSetting = (name: string): Setting | undefined =>
  brokerSettings.find(setting => setting.name === name);
