import {expressionsOf} from './filter.ts';

/** Why a value cannot be, in Debezium's words; undefined where it can. What is not set is judged by `needed` alone. */
export type Check = (value: string | undefined) => string | undefined;

const isSet = (value: string | undefined): value is string => value !== undefined && value !== '';
export const needed: Check = value => (isSet(value) ? undefined : 'A value is required');
export const oneOf =
  (...values: readonly string[]): Check =>
  value =>
    value === undefined || values.includes(value.toLowerCase())
      ? undefined
      : `Value must be one of ${values.join(', ')}`;
export const integer: Check = value =>
  value === undefined || /^[+-]?\d+$/.test(value.trim()) ? undefined : 'An integer is expected';
export const positive: Check = value =>
  value === undefined || Number(value) > 0 ? undefined : 'A positive, non-zero integer value is expected';
export const truth: Check = value =>
  value === undefined || /^(true|false)$/i.test(value) ? undefined : "Either 'true' or 'false' is expected";
export const prefix: Check = value =>
  value === undefined || /^[\w.-]*$/.test(value)
    ? undefined
    : `${value} has invalid format (only the underscore, hyphen, dot and alphanumeric characters are allowed)`;
export const slot: Check = value =>
  value === undefined || /^[a-z0-9_]{1,63}$/.test(value)
    ? undefined
    : 'Valid replication slot name must contain only digits, lowercase characters and underscores with length <= 63';
export const expressions: Check = value => {
  try {
    expressionsOf(value ?? '');
    return undefined;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return `A comma-separated list of valid regular expressions is expected, but ${why}`;
  }
};
