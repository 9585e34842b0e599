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

const wordOf = (value: unknown): string =>
  typeof value === 'object' ? JSON.stringify(value) : String(value);

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
  const config = dig(parsed, 'config') ?? parsed;
  if (typeof config !== 'object' || config === null || Array.isArray(config))
    throw new UserError(`${file} defines no connector.`, 'It holds {"name": …, "config": {…}}.');
  return {
    name: text(dig(parsed, 'name')) ?? null,
    path,
    isWhole: dig(parsed, 'config') !== undefined,
    config: Object.fromEntries(entries(config).map(([key, value]) => [key, wordOf(value)])),
  };
};
