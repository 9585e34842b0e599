import {isSum, isUnknown, type Unknown, type Why} from '../model/reading.ts';

export type Json = null | boolean | number | string | readonly Json[] | {readonly [name: string]: Json};

/** A value that could not be read, as `--json` names it: `path` is a JSON Pointer into the printed object. */
export interface MissingJson {
  readonly path: string;
  readonly why: Why;
  readonly sentence: string;
  readonly at?: string;
}

export const iso = (at: number): string => new Date(at).toISOString();

export const isoOrNull = (at: number | null): string | null => (at === null ? null : iso(at));

const escaped = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');

export const missingOf = (path: string, {unknown, sentence, at}: Unknown): MissingJson =>
  at === undefined ? {path, why: unknown, sentence} : {path, why: unknown, sentence, at: iso(at)};

const walkObject = (value: object, path: string, missing: MissingJson[]): Json => {
  const fields: Record<string, Json> = {};
  const lowerBounds: string[] = [];
  for (const [name, part] of Object.entries(value)) {
    if (part === undefined) continue;
    if (isUnknown(part)) {
      missing.push(missingOf(`${path}/${escaped(name)}`, part));
      continue;
    }
    if (isSum(part)) {
      fields[name] = part.sum;
      if (part.unknownParts > 0) lowerBounds.push(name);
      continue;
    }
    fields[name] = walk(part, `${path}/${escaped(name)}`, missing);
  }
  return lowerBounds.length > 0 ? {...fields, lowerBounds} : fields;
};

const walk = (value: unknown, path: string, missing: MissingJson[]): Json => {
  if (value === null || typeof value === 'boolean' || typeof value === 'number' || typeof value === 'string')
    return value;
  if (Array.isArray(value)) return value.map((part, index) => walk(part, `${path}/${index}`, missing));
  return typeof value === 'object' ? walkObject(value, path, missing) : null;
};

/**
 * A tree of known and unknown values as plain JSON. What is unknown is left out and named by its JSON Pointer; a sum
 * is its number, and where parts of it are unknown its name is in `lowerBounds` beside it; `undefined` is nothing.
 */
export const toJson = (tree: object): {readonly json: Json; readonly missing: readonly MissingJson[]} => {
  const missing: MissingJson[] = [];
  const json = walk(tree, '', missing);
  return {json, missing};
};

/** The same object with every field unknown for being old; those in `keep` stay. */
export const stale = (value: object, keep: readonly string[], at: number, sentence: string): object => {
  const old: Unknown = {unknown: 'stale', sentence, at};
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [name, keep.includes(name) ? field : old]),
  );
};
