import type {Line} from '../../format/line.ts';
import type {Dialog} from '../../store/ui.ts';
import type {Box} from '../layout.ts';
import {frameOf} from '../panes/border.ts';
import type {Scene} from '../scene.ts';
import type {Drawn, Size} from './drawn.ts';
import {wrapLine} from './wrap.ts';

/** Lines of a text that hold what is searched for. */
export const matches = (lines: readonly Line[], search: string): readonly number[] => {
  const wanted = search.toLowerCase();
  return wanted === ''
    ? []
    : lines.flatMap((line, index) =>
        line
          .map(span => span.text)
          .join('')
          .toLowerCase()
          .includes(wanted)
          ? [index]
          : [],
      );
};

/** The lines of a text as they are drawn on a screen of this size. */
export const textLines = (dialog: Extract<Dialog, {kind: 'text'}>, {columns}: Size): readonly Line[] =>
  dialog.lines(columns - 2).flatMap(line => wrapLine(line, columns - 2));

/** Lines of a text dialog that fit on a screen of this size. */
export const textHeight = (size: Size): number => size.rows - 3 - 2;

/** The first line shown: held within the text, or its end while that is followed. */
export const textTop = (dialog: Extract<Dialog, {kind: 'text'}>, count: number, height: number): number =>
  dialog.isFollowing ? Math.max(0, count - height) : Math.max(0, Math.min(dialog.top, count - height));

/** What is searched for, and in how many lines it is: that there is none is said, too. */
const searched = (search: string, found: number): string => {
  if (search === '') return '';
  return `${search} (${found === 0 ? 'not found' : `${found} ${found === 1 ? 'line' : 'lines'}`})`;
};

/** A text over the panes, with the place in it and what is searched for. */
export const textBox = (dialog: Extract<Dialog, {kind: 'text'}>, scene: Scene, size: Size): Drawn => {
  const box: Box = {x: 0, y: 2, width: size.columns, height: size.rows - 3};
  const lines = textLines(dialog, size);
  const height = textHeight(size);
  const top = textTop(dialog, lines.length, height);
  const found = new Set(matches(lines, dialog.search));
  const shown = lines
    .slice(top, top + height)
    .map(
      (line, index): Line => (found.has(top + index) ? line.map(span => ({...span, inverse: true})) : line),
    );
  const place =
    lines.length > height ? `${top + 1}-${Math.min(lines.length, top + height)} of ${lines.length}` : null;
  return {
    box,
    lines: frameOf({
      title: dialog.title,
      place,
      filter: searched(dialog.search, found.size),
      status: {kind: 'ready'},
      content: shown,
      width: box.width,
      height: box.height,
      isFocused: true,
      glyphs: scene.glyphs,
      cells: scene.cells,
    }),
    cursor: null,
  };
};
