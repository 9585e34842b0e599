import {existsSync, readFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {UserError} from '../../errors.ts';
import {dig, entries, parseJson, text} from '../json.ts';

/** A connector as a file defines it: `{name, config}`, or the configuration alone with its name in it. */
export interface Definition {
  readonly name: string | null;
  readonly path: string;
  /** Whether the file is what POST /connectors takes, or only the configuration. */
  readonly isWhole: boolean;
  readonly config: Readonly<Record<string, string>>;
}

const folder = (): string => {
  let root = import.meta.dirname;
  while (!existsSync(join(root, 'docker', 'compose.yaml')) && dirname(root) !== root) root = dirname(root);
  return join(root, 'docker', 'connect');
};

/** A setting as Connect keeps all of them: as a text. None for null, which stands for the default. */
const settingOf = (file: string, key: string, value: unknown): readonly (readonly [string, string])[] => {
  if (value === null) return [];
  if (typeof value === 'object')
    throw new UserError(
      `${file}: ${key} is ${JSON.stringify(value).slice(0, 60)}.`,
      'A setting is a text, a number, true or false; several words stand in one text, with commas.',
    );
  return [[key, String(value)]];
};

/** Reads a definition from a JSON file; a bare name is one of the lab's own: `file-sink`. */
export const readDefinition = (file: string): Definition => {
  const own = join(folder(), `${file}.json`);
  const path = /^[\w-]+$/.test(file) && existsSync(own) ? own : file;
  let content: string;
  try {
    content = readFileSync(path, 'utf8');
  } catch {
    throw new UserError(
      `${file} cannot be read.`,
      "It is a JSON file, or one of the lab's own: file-source, file-sink, customers.",
    );
  }
  const parsed = parseJson(content);
  if (parsed === undefined)
    throw new UserError(`${file} is not JSON.`, 'It holds {"name": …, "config": {…}}.');
  const config = dig(parsed, 'config') ?? parsed;
  if (typeof config !== 'object' || config === null || Array.isArray(config))
    throw new UserError(`${file} defines no connector.`, 'It holds {"name": …, "config": {…}}.');
  return {
    name: text(dig(parsed, 'name')) ?? null,
    path,
    isWhole: dig(parsed, 'config') !== undefined,
    config: Object.fromEntries(entries(config).flatMap(([key, value]) => settingOf(file, key, value))),
  };
};
