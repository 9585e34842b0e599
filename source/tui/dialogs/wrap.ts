import {graphemes, isPlain} from '../../format/cells.ts';
import {type Line, lineWidth, type Span} from '../../format/line.ts';
import {isClean, sanitize} from '../../format/sanitize.ts';

interface Cell {
  readonly text: string;
  readonly width: number;
  readonly span: Span;
}

const cellsOf = (line: Line): readonly Cell[] =>
  line.flatMap(span => [...graphemes(span.text)].map(({text, width}) => ({text, width, span})));

const lineOf = (cells: readonly Cell[]): Line => {
  const spans: Span[] = [];
  let from: Span | undefined;
  for (const {text, span} of cells) {
    const last = spans.at(-1);
    if (last && span === from) spans[spans.length - 1] = {...last, text: last.text + text};
    else spans.push({...span, text});
    from = span;
  }
  return spans;
};

/** How many cells of the line go into `width`: up to its last space, where that is not far from the end. */
const breakAt = (cells: readonly Cell[], width: number): number => {
  let used = 0;
  let space = 0;
  for (const [index, cell] of cells.entries()) {
    used += cell.width;
    if (used > width) return space > index / 2 ? space : Math.max(1, index);
    if (cell.text === ' ') space = index + 1;
  }
  return cells.length;
};

const clean = (line: Line): Line =>
  line.every(span => isClean(span.text)) ? line : line.map(span => ({...span, text: sanitize(span.text)}));

const wrapped = (line: Line, width: number): readonly Line[] => {
  const harmless = clean(line);
  if (lineWidth(harmless) <= width) return [harmless];
  let left = cellsOf(harmless);
  const start = left.findIndex(cell => cell.text !== ' ');
  const indent: Span = {text: ' '.repeat(Math.min(start + 2, Math.floor(width / 4)))};
  const lines: Line[] = [];
  while (left.length > 0) {
    const lead = lines.length === 0 ? [] : [indent];
    const count = breakAt(left, width - lineWidth(lead));
    lines.push([...lead, ...lineOf(left.slice(0, count))]);
    left = left.slice(count);
  }
  return lines;
};

/** A log has thousands of lines, which stay the same objects from frame to frame. */
const known = new WeakMap<Line, {readonly width: number; readonly lines: readonly Line[]}>();

/** A line as it is read in a text: in as many lines as it takes, those that follow indented. Nothing is cut. */
export const wrapLine = (line: Line, width: number): readonly Line[] => {
  const units = line.reduce((sum, span) => sum + span.text.length, 0);
  if (units <= width && line.every(span => isPlain(span.text))) return [line];
  const before = known.get(line);
  if (before?.width === width) return before.lines;
  const lines = wrapped(line, width);
  known.set(line, {width, lines});
  return lines;
};
