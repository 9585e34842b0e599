import stringWidth from 'string-width';

/** What a reader sees as one character, and the terminal cells that it takes: 1, 2, or rarely more. */
export interface Grapheme {
  readonly text: string;
  readonly width: number;
}

export type Align = 'left' | 'right' | 'center';

/** Made when it is first needed: most text is plain, and Intl takes long to load. */
let segmenter: Intl.Segmenter | undefined;

const segmentsOf = (text: string): Intl.Segments => {
  segmenter ??= new Intl.Segmenter(undefined, {granularity: 'grapheme'});
  return segmenter.segment(text);
};

/**
 * Characters that always take one cell and never join with a neighbour. Box drawing and arrows are here so that chrome
 * does not send every line through the segmenter, which is thirty times slower.
 */
const plainText =
  /^[\u0020-\u007e\u00a1-\u00ac\u00ae-\u02ff\u0370-\u0377\u037a-\u037f\u0384-\u038a\u0391-\u03a1\u03a3-\u0482\u048a-\u052f\u2010-\u2015\u2018-\u2027\u2030-\u203b\u2190-\u21ff\u2200-\u22ff\u2500-\u25fc\u2713-\u2718\u2800-\u28ff]*$/;

/** More UTF-16 units than any honest cell is made of; what is longer is cut before it is measured. */
const unitsPerCell = 16;

/** Whether each UTF-16 unit is one cell, which is quick to know and nearly always so. */
export const isPlain = (text: string): boolean => plainText.test(text);

const widths = new Map<string, number>();
const widthsKept = 4096;

const graphemeWidth = (text: string): number => {
  const known = widths.get(text);
  if (known !== undefined) return known;
  if (widths.size >= widthsKept) widths.clear();
  const width = stringWidth(text, {countAnsiEscapeCodes: true});
  widths.set(text, width);
  return width;
};

/** The graphemes of a text, one after the other; those that take no cell are left out. */
export function* graphemes(text: string): Generator<Grapheme> {
  if (isPlain(text)) {
    for (const character of text) yield {text: character, width: 1};
    return;
  }
  for (const {segment} of segmentsOf(text)) {
    const width = graphemeWidth(segment);
    if (width > 0) yield {text: segment, width};
  }
}

/** The text without what takes no cell: lone joiners, selectors and combining marks, control characters. */
export const visible = (text: string): string => {
  if (isPlain(text)) return text;
  let kept = '';
  for (const grapheme of graphemes(text)) kept += grapheme.text;
  return kept;
};

/** Cells that the text takes on screen. */
export const widthOf = (text: string): number => {
  if (isPlain(text)) return text.length;
  let width = 0;
  for (const grapheme of graphemes(text)) width += grapheme.width;
  return width;
};

/** The longest beginning that fits into `width` cells, and its own width. */
const take = (text: string, width: number): Grapheme => {
  if (isPlain(text)) {
    const head = text.slice(0, Math.max(0, width));
    return {text: head, width: head.length};
  }
  let taken = '';
  let used = 0;
  for (const grapheme of graphemes(text)) {
    if (used + grapheme.width > width) break;
    taken += grapheme.text;
    used += grapheme.width;
  }
  return {text: taken, width: used};
};

const takeEnd = (text: string, width: number): Grapheme => {
  if (isPlain(text)) {
    const end = text.slice(Math.max(0, text.length - Math.max(0, width)));
    return {text: end, width: end.length};
  }
  const all = [...graphemes(text)];
  let taken = '';
  let used = 0;
  for (let at = all.length - 1; at >= 0; at--) {
    const grapheme = all[at];
    if (!grapheme || used + grapheme.width > width) break;
    taken = grapheme.text + taken;
    used += grapheme.width;
  }
  return {text: taken, width: used};
};

const cutToFit = (text: string, width: number, ellipsis: string): Grapheme => {
  if (width <= 0) return {text: '', width: 0};
  const head = text.slice(0, width * unitsPerCell);
  if (text.length <= width && isPlain(text)) return {text, width: text.length};
  const whole = take(head, width);
  // Also true for a text with parts that take no cell: those are then gone.
  if (head.length === text.length && whole.width === widthOf(text)) return whole;
  const kept = take(head, width - widthOf(ellipsis));
  return {text: kept.text + ellipsis, width: kept.width + widthOf(ellipsis)};
};

/** The text itself where it fits into `width` cells, else its beginning and an ellipsis. */
export const truncate = (text: string, width: number, ellipsis = '…'): string =>
  cutToFit(text, width, ellipsis).text;

/** The text itself where it fits into `width` cells, else its beginning and its end around an ellipsis. */
export const truncateMiddle = (text: string, width: number, ellipsis = '…'): string => {
  if (width <= 0) return '';
  const limit = width * unitsPerCell;
  const isShort = text.length <= 2 * limit;
  if (isShort && widthOf(text) <= width) return visible(text);
  const room = width - widthOf(ellipsis);
  if (room < 2) return truncate(text, width, ellipsis);
  const head = take(isShort ? text : text.slice(0, limit), Math.ceil(room / 2));
  const tail = takeEnd(
    isShort ? text : text.slice(-limit).replace(/^[\udc00-\udfff]/, ''),
    room - head.width,
  );
  return head.text + ellipsis + tail.text;
};

/** The text in exactly `width` cells: padded with spaces, or cut with an ellipsis. */
export const fit = (text: string, width: number, align: Align = 'left', ellipsis = '…'): string => {
  const cut = cutToFit(text, width, ellipsis);
  const room = Math.max(0, width - cut.width);
  const left = align === 'left' ? 0 : align === 'right' ? room : Math.floor(room / 2);
  return ' '.repeat(left) + cut.text + ' '.repeat(room - left);
};

const wrapWord = (word: string, width: number): readonly Grapheme[] => {
  const parts: Grapheme[] = [];
  let text = '';
  let used = 0;
  for (const grapheme of graphemes(word)) {
    if (used > 0 && used + grapheme.width > width) {
      parts.push({text, width: used});
      text = '';
      used = 0;
    }
    text += grapheme.text;
    used += grapheme.width;
  }
  return [...parts, {text, width: used}];
};

/** One paragraph in lines of at most `width` cells, broken at spaces, and inside words that are longer than a line. */
export const wrap = (text: string, width: number): readonly string[] => {
  const lines: string[] = [];
  let line = '';
  let used = 0;
  for (const [at, word] of text.split(' ').entries()) {
    const isFirst = at === 0;
    for (const [part, {text: piece, width: cells}] of wrapWord(word, Math.max(1, width)).entries()) {
      const space = isFirst || part > 0 ? 0 : 1;
      if (part > 0 || (used + space + cells > width && !isFirst)) {
        lines.push(line);
        line = piece;
        used = cells;
      } else {
        line += ' '.repeat(space) + piece;
        used += space + cells;
      }
    }
  }
  return [...lines, line];
};
