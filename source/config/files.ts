import {accessSync, constants, readFileSync, statSync} from 'node:fs';
import {UserError} from '../errors.ts';
import type {FlagValues} from './values.ts';

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'it does not exist',
  EACCES: 'there is no permission to read it',
  EISDIR: 'it is a folder',
};

const unreadable = (what: string, file: string, error: unknown): UserError => {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  const reason = reasons[code] ?? (error instanceof Error ? error.message : String(error));
  return new UserError(`${what} ${file} cannot be read: ${reason}.`, 'Check its path and its permissions.', {
    cause: error,
  });
};

const fileKeys = [
  'bootstrap',
  'commandConfig',
  'dockerHost',
  'connect',
  'postgres',
  'readOnly',
  'write',
  'interval',
  'color',
  'ascii',
  'timeForm',
] as const;

/** The settings file, as flags by name; it may be absent, unless the user named it. */
export const readSettings = (file: string, isNamed: boolean): FlagValues => {
  let content: string;
  try {
    content = readFileSync(file, 'utf8');
  } catch (error) {
    const isAbsent =
      error instanceof Error && 'code' in error && ['ENOENT', 'ENOTDIR'].includes(String(error.code));
    if (isAbsent && !isNamed) return {};
    throw unreadable('The settings file', file, error);
  }
  const wrong = (why: string): UserError =>
    new UserError(`The settings file ${file} ${why}.`, `It is a JSON object with ${fileKeys.join(', ')}.`);
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch {
    throw wrong('is not JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw wrong('is not a JSON object');
  const values: Record<string, string | number | boolean | readonly string[]> = {};
  for (const [key, setting] of Object.entries(value)) {
    const known = fileKeys.find(name => name === key);
    if (known === undefined) throw wrong(`has an unknown setting ${JSON.stringify(key)}`);
    const name = known.replaceAll(/[A-Z]/g, letter => `-${letter.toLowerCase()}`);
    if (known === 'connect' && typeof setting === 'object' && setting !== null && !Array.isArray(setting))
      values[name] = Object.entries(setting).map(([worker, url]) => `${worker}=${String(url)}`);
    else if (Array.isArray(setting)) values[name] = setting.map(String);
    else if (typeof setting === 'string' || typeof setting === 'boolean' || typeof setting === 'number')
      values[name] = setting;
    else throw wrong(`has a value for ${key} that is neither text, a number, true, false nor a list`);
  }
  return values;
};

/** The file, when it can be read. */
export const readableFile = (file: string): string => {
  try {
    accessSync(file, constants.R_OK);
    if (statSync(file).isDirectory()) throw Object.assign(new Error('it is a folder'), {code: 'EISDIR'});
  } catch (error) {
    throw unreadable('The client configuration', file, error);
  }
  return file;
};
