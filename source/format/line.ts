import {graphemes, visible, widthOf} from './cells.ts';
import {isClean, sanitize} from './sanitize.ts';

/** What a piece of text means; which colour that is, if any, only the theme knows. */
export type Tone = 'good' | 'warn' | 'bad' | 'info' | 'muted' | 'accent' | 'practice' | 'title' | 'none';

export interface Style {
  readonly tone?: Tone;
  readonly bold?: boolean;
  readonly dim?: boolean;
  readonly inverse?: boolean;
  readonly underline?: boolean;
}

/** A piece of text in one style. */
export interface Span extends Style {
  readonly text: string;
}

/** One row of a pane, from left to right. */
export type Line = readonly Span[];

/** The text of a line without its style. */
export const plain = (line: Line): string => line.map(span => span.text).join('');

/** Cells that a line takes. */
export const lineWidth = (line: Line): number => line.reduce((sum, span) => sum + widthOf(span.text), 0);

export interface FitOptions {
  readonly ellipsis?: string;
  /** Style of the spaces that fill the line up. */
  readonly fill?: Style;
}

/** Ready to be measured: harmless, and without what takes no cell. What is far too long is not looked at to its end. */
const cleaned = (span: Span, width: number): Span => {
  const head = span.text.length > 16 * width ? span.text.slice(0, 16 * width) : span.text;
  const text = visible(isClean(head) ? head : sanitize(head));
  return text === span.text ? span : {...span, text};
};

/** Cuts a line to `width` cells; the last cell that is kept makes room for the ellipsis. */
const cutLine = (line: Line, width: number, ellipsis: string): Line => {
  const room = width - widthOf(ellipsis);
  const kept: Span[] = [];
  let used = 0;
  for (const span of line) {
    let text = '';
    for (const grapheme of graphemes(span.text)) {
      if (used + grapheme.width > room) return [...kept, {...span, text: text + ellipsis}];
      text += grapheme.text;
      used += grapheme.width;
    }
    kept.push({...span, text});
  }
  return kept;
};

/** The line in exactly `width` cells: filled up with spaces, or cut with an ellipsis. */
export const fitLine = (line: Line, width: number, options: FitOptions = {}): Line => {
  if (width <= 0) return [];
  const spans = line.map(span => cleaned(span, width));
  const cut = lineWidth(spans) <= width ? spans : cutLine(spans, width, options.ellipsis ?? '…');
  const room = width - lineWidth(cut);
  return room > 0 ? [...cut, {...options.fill, text: ' '.repeat(room)}] : cut;
};
