import {Box, type DOMElement, measureElement, Transform} from 'ink';
import {memo, type ReactElement, useContext, useMemo, useRef} from 'react';
import {fitLine, type Line} from '../../format/line.ts';
import {type Block, CanvasContext} from '../terminal/canvas.ts';
import {paint, type Theme} from '../theme.ts';

interface LinesProps {
  readonly lines: readonly Line[];
  readonly width: number;
  readonly height: number;
  readonly theme: Theme;
}

const paintRows = ({lines, width, height, theme}: LinesProps): readonly string[] =>
  Array.from({length: Math.max(0, height)}, (_, row) =>
    paint(fitLine(lines[row] ?? [], width, {ellipsis: theme.glyphs.ellipsis}), theme),
  );

/**
 * Exactly `height` lines of `width` cells: filled up or cut, and opaque. Drawn anew only when `lines` is another object.
 *
 * Ink lays them out, but does not draw them: it would take every line apart again in every frame, and it never forgets
 * a text that it measured, which for a pane that changes twice a second is a gigabyte a day. So Ink is given one blank
 * to transform, and when it comes to that, the block is put on the canvas. Text of Ink's own lies over all blocks;
 * where that needs a ground, put empty lines under it.
 */
export const Lines = memo((props: LinesProps): ReactElement | null => {
  const {lines, width, height, theme} = props;
  const canvas = useContext(CanvasContext);
  const box = useRef<DOMElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `props` are these four.
  const rows = useMemo(() => paintRows(props), [lines, width, height, theme]);
  const block = useMemo(
    (): Block => ({
      width,
      height,
      text: rows.join('\n'),
      place: () => (box.current ? measureElement(box.current) : null),
    }),
    [rows, width, height],
  );
  if (width <= 0 || height <= 0) return null;
  if (!canvas) {
    const blank = Array.from({length: height}, () => ' '.repeat(width)).join('\n');
    return <Transform transform={(_blank, row) => rows[row] ?? ''}>{blank}</Transform>;
  }
  const show = (): string => {
    canvas.show(block);
    return '';
  };
  return (
    <Box ref={box} width={width} height={height} flexShrink={0}>
      <Transform transform={show}> </Transform>
    </Box>
  );
});
