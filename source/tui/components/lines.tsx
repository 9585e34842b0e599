import {Transform} from 'ink';
import {memo, type ReactElement} from 'react';
import {fitLine, type Line} from '../../format/line.ts';
import {paint, type Theme} from '../theme.ts';

interface LinesProps {
  readonly lines: readonly Line[];
  readonly width: number;
  readonly height: number;
  readonly theme: Theme;
}

/** Always the same text for a size. */
const blankBlock = (width: number, height: number): string =>
  Array.from({length: height}, () => ' '.repeat(width)).join('\n');

/**
 * Exactly `height` lines of `width` cells: filled up or cut. Drawn anew only when `lines` is another object.
 *
 * Ink measures each text that it has not seen before and never forgets one, which for a pane that changes twice a
 * second is a gigabyte a day. So it is given a blank block to lay out, and the lines when they are put on screen.
 */
export const Lines = memo(({lines, width, height, theme}: LinesProps): ReactElement | null => {
  if (width <= 0 || height <= 0) return null;
  const rows = Array.from({length: height}, (_, row) =>
    paint(fitLine(lines[row] ?? [], width, {ellipsis: theme.glyphs.ellipsis}), theme),
  );
  return <Transform transform={(_blank, row) => rows[row] ?? ''}>{blankBlock(width, height)}</Transform>;
});
