/** Readers for what a server sent as JSON: nothing is trusted, what is not of the wanted kind is `undefined`. */

/** The value under a path of keys, `undefined` where there is none. */
export const dig = (value: unknown, ...path: readonly string[]): unknown => {
  let found: unknown = value;
  for (const key of path) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, key)) return undefined;
    found = Reflect.get(found, key);
  }
  return found;
};

export const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

export const number = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined;

export const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

export const texts = (value: unknown): readonly string[] =>
  list(value).filter(item => typeof item === 'string');

export const entries = (value: unknown): readonly (readonly [string, unknown])[] =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [];

/** A map of strings; values of other kinds are left out. */
export const textMap = (value: unknown): ReadonlyMap<string, string> =>
  new Map(entries(value).flatMap(([key, item]) => (typeof item === 'string' ? [[key, item] as const] : [])));

/** Parses one JSON document, `undefined` where it is none. */
export const parseJson = (document: string): unknown => {
  try {
    return JSON.parse(document);
  } catch {
    return undefined;
  }
};
