import {graphemes} from '../format/cells.ts';
import {asciiFor} from '../format/glyphs.ts';
import {type Line, plain} from '../format/line.ts';
import {sanitize} from '../format/sanitize.ts';
import type {Target} from '../model/target.ts';
import type {CellContext, Table} from '../tables/column.ts';
import {renderRows} from '../tables/render.ts';
import {sortRows} from '../tables/select.ts';
import type {Context} from './command.ts';
import type {Output} from './io.ts';
import {iso, type Json, type MissingJson, toJson} from './json.ts';

/** A line longer than any column has a use for, when it goes to a pipe. */
const unlimited = 2000;

const inAscii = (text: string): string => {
  let ascii = '';
  for (const {text: grapheme, width} of graphemes(text)) {
    const isAscii = grapheme.length === 1 && grapheme >= ' ' && grapheme <= '~';
    ascii += isAscii ? grapheme : asciiFor(grapheme, width);
  }
  return ascii;
};

/** Drops the spaces that fill a line up: a terminal does not need them, and a pipe does not want them. */
const trimmed = (line: Line): Line => {
  const kept = [...line];
  for (let last = kept.at(-1); last; last = kept.at(-1)) {
    const text = last.text.trimEnd();
    kept.pop();
    if (text === '') continue;
    kept.push({...last, text});
    break;
  }
  return kept;
};

export const cellContext = (
  {config, clock}: Pick<Context, 'config' | 'clock'>,
  now = clock.now(),
): CellContext => ({
  now,
  timeForm: config.timeForm,
  isAscii: config.isAscii,
});

/** Prints lines in colours where their reader is a terminal, or the user insists; else as the bare text. */
export const printLines = async ({io, config}: Context, lines: readonly Line[]): Promise<void> => {
  const {colour, isAscii} = config;
  const look = {hasColour: colour === 'always' || (colour === 'auto' && io.out.isTerminal), isAscii};
  const isPlain = !look.hasColour && !io.out.isTerminal;
  const texts = lines.map(line => {
    const ready = trimmed(isAscii ? line.map(span => ({...span, text: inAscii(span.text)})) : line);
    return isPlain ? plain(ready) : io.paint(ready, look);
  });
  await io.out.write(texts.map(text => `${text}\n`).join(''));
};

/** Prints a table as wide as its reader, with as much as its rows hold; nothing but the titles where there are none. */
export const printTable = async <Row>(
  context: Context,
  table: Table<Row>,
  rows: readonly Row[],
): Promise<void> => {
  const width = context.io.out.columns ?? unlimited;
  await printLines(
    context,
    renderRows(table, sortRows(rows, table, null), {width, context: cellContext(context), isNatural: true}),
  );
};

/** One line of text; from whom ever it comes, on a terminal it can only be read. */
export const writeLine = (output: Output, text: string): Promise<void> =>
  output.write(`${output.isTerminal ? sanitize(text, text.length) : text}\n`);

/** Control characters beyond those that JSON escapes by itself, and what turns the direction of writing round. */
const unsafeInJson = /[\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** The same JSON, spelt so that a terminal only shows it. */
export const safeJson = (json: string): string =>
  json.replace(unsafeInJson, character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);

const targetJson = (target: Target | null): Json =>
  target && {kind: target.kind, name: target.name, why: target.why};

export interface JsonParts {
  readonly at: number;
  readonly target: Target | null;
  /** The noun's fields: values known and unknown. */
  readonly fields: object;
  /** Entries of `missing` besides those of unknown fields. */
  readonly missing?: readonly MissingJson[];
}

/** One object of `--json`, and what is missing in it. */
export const jsonObject = ({
  at,
  target,
  fields,
  missing = [],
}: JsonParts): {json: Json; missing: readonly MissingJson[]} => {
  const walked = toJson(fields);
  const all = [...missing, ...walked.missing];
  const rest = typeof walked.json === 'object' && walked.json !== null ? walked.json : {};
  return {
    json: {at: iso(at), target: targetJson(target), ...rest, missing: all.map(entry => ({...entry}))},
    missing: all,
  };
};

/** On one line, or where a person reads it, on several. */
export const printJson = (output: Output, json: Json, isOneLine = !output.isTerminal): Promise<void> => {
  const text = isOneLine ? JSON.stringify(json) : JSON.stringify(json, null, 2);
  return output.write(`${output.isTerminal ? safeJson(text) : text}\n`);
};

/** Says on standard error what is missing in a table: each sentence once. */
export const printMissing = async (output: Output, missing: readonly MissingJson[]): Promise<void> => {
  const sentences = [...new Set(missing.map(({sentence}) => sentence))];
  const shown = sentences.slice(0, 8);
  for (const sentence of shown) await writeLine(output, `Not read: ${sentence}`);
  const rest = sentences.length - shown.length;
  if (rest > 0) await writeLine(output, `Not read: ${rest} more; --json names them all.`);
};
