import {entries, texts} from './json.ts';
import {Refusal} from './refusal.ts';

/** What a list is asked for: each kind with the values that are wanted, of which one must fit. */
export type Filters = ReadonlyMap<string, readonly string[]>;

/** `filters` of a query: `{"kind": ["value"]}`, or the older `{"kind": {"value": true}}` that the command line sends. */
export const filtersOf = (query: URLSearchParams, known: readonly string[]): Filters => {
  const written = query.get('filters') ?? '';
  if (written === '') return new Map();
  let parsed: unknown;
  try {
    parsed = JSON.parse(written);
  } catch {
    throw new Refusal(400, 'invalid filter: the filters are no JSON');
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    throw new Refusal(400, 'invalid filter: the filters are no JSON object');
  const filters = new Map<string, readonly string[]>();
  for (const [kind, value] of entries(parsed)) {
    if (!known.includes(kind)) throw new Refusal(400, `Invalid filter '${kind}'`);
    const wanted = texts(value) ?? entries(value).flatMap(([one, isSo]) => (isSo === true ? [one] : []));
    if (wanted.length > 0) filters.set(kind, wanted);
  }
  return filters;
};

/** Whether one of the wanted values fits; so it is where nothing is wanted. */
export const fits = (filters: Filters, kind: string, isWanted: (value: string) => boolean): boolean =>
  filters.get(kind)?.some(isWanted) ?? true;

/** Labels must all be there: `name`, or `name=value`. */
export const fitsLabels = (
  filters: Filters,
  labels: Readonly<Record<string, string>>,
  kind = 'label',
): boolean =>
  (filters.get(kind) ?? []).every(wanted => {
    const cut = wanted.indexOf('=');
    return cut < 0
      ? Object.hasOwn(labels, wanted)
      : Object.hasOwn(labels, wanted.slice(0, cut)) && labels[wanted.slice(0, cut)] === wanted.slice(cut + 1);
  });

/** A name as the engine's filters mean it: a regular expression, or a part of it where it is none. */
export const fitsName = (wanted: string, name: string): boolean => {
  const plain = wanted.replace(/^(\^?)\//, '$1');
  // Only anchors and plain text are taken: an expression from outside can be made to run for hours.
  const isAtStart = plain.startsWith('^');
  const isAtEnd = plain.endsWith('$');
  const body = plain.slice(isAtStart ? 1 : 0, isAtEnd ? -1 : undefined).replace(/\\(.)/g, '$1');
  if (isAtStart && isAtEnd) return name === body;
  if (isAtStart) return name.startsWith(body);
  return isAtEnd ? name.endsWith(body) : name.includes(body);
};
