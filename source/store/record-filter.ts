import type {LogRecord} from '../model/record.ts';

/** Whether a record passes. */
export type RecordFilter = (record: LogRecord) => boolean;

type Field = 'any' | 'key' | 'value' | 'header' | 'topic' | 'partition';

interface Term {
  readonly field: Field;
  readonly isNegated: boolean;
  readonly matches: (text: string) => boolean;
}

const fields: ReadonlySet<string> = new Set(['key', 'value', 'header', 'topic', 'partition']);

/** `-key:"two words"`, `value:/re/i`, `partition:2`, `text`: an optional minus and field, then what is looked for. */
const termPattern = /(-?)(?:([a-z]+):)?(?:"([^"]*)"|\/((?:[^/\\]|\\.)+)\/(i?)|(\S+))/g;

const decoder = new TextDecoder();
const decoded = (bytes: Uint8Array | null): string => (bytes === null ? '' : decoder.decode(bytes));

const textsOf = (record: LogRecord, field: Field): readonly string[] => {
  const headers = (): readonly string[] =>
    record.headers.map(header => `${header.key}=${decoded(header.value)}`);
  switch (field) {
    case 'key':
      return [decoded(record.key)];
    case 'value':
      return [decoded(record.value)];
    case 'header':
      return headers();
    case 'topic':
      return [record.topic];
    case 'partition':
      return [String(record.partition)];
    case 'any':
      return [decoded(record.key), decoded(record.value), ...headers()];
  }
};

const matcher = (field: Field, wanted: string): Term['matches'] => {
  if (field === 'partition') return text => text === wanted;
  const lower = wanted.toLowerCase();
  return text => text.toLowerCase().includes(lower);
};

const termOf = (match: RegExpMatchArray): Term | string => {
  const [whole, minus, name, quoted, expression, flags, word] = match;
  const isField = name !== undefined && fields.has(name);
  const field: Field =
    name === 'key' || name === 'value' || name === 'header' || name === 'topic' || name === 'partition'
      ? name
      : 'any';
  const isNegated = minus === '-';
  if (name !== undefined && !isField) return {field, isNegated: false, matches: matcher('any', whole)};
  if (expression === undefined) return {field, isNegated, matches: matcher(field, quoted ?? word ?? '')};
  try {
    const pattern = new RegExp(expression, flags);
    return {field, isNegated, matches: text => pattern.test(text)};
  } catch {
    return `/${expression}/ is not a regular expression.`;
  }
};

/**
 * Reads a filter: words, "quoted words" or /regular expressions/, each optionally for one field (`key:`, `value:`,
 * `header:`, `topic:`, `partition:`) and optionally negated by a minus; a record passes when all of them hold. Returns
 * the sentence that says what is wrong where an expression cannot be read.
 */
export const parseRecordFilter = (text: string): RecordFilter | string => {
  const terms = [...text.matchAll(termPattern)].map(termOf);
  const wrong = terms.find(term => typeof term === 'string');
  if (wrong !== undefined) return wrong;
  const read = terms.filter(term => typeof term !== 'string');
  return record =>
    read.every(term => textsOf(record, term.field).some(value => term.matches(value)) !== term.isNegated);
};
