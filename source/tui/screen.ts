import type {ContextId} from '../commands/command.ts';
import {graphemes} from '../format/cells.ts';
import {fitLine, type Line, plain, type Span} from '../format/line.ts';
import {topDialog} from '../store/ui.ts';
import {drawDialog} from './dialogs/boxes.ts';
import {footerLine} from './footer.ts';
import {headerLines} from './header.ts';
import {type Box, footerHeight, layout, smallest} from './layout.ts';
import {noticeLines} from './notices.ts';
import {exerciseLook} from './panes/exercises.ts';
import type {Look} from './panes/pane.ts';
import type {Scene} from './scene.ts';

/** A rectangle of finished lines; later blocks lie over earlier ones. */
export interface Block {
  readonly key: string;
  readonly box: Box;
  readonly lines: readonly Line[];
}

/** One whole frame. */
export interface Screen {
  readonly columns: number;
  readonly rows: number;
  readonly blocks: readonly Block[];
  /** Where the cursor stands while a text field has the focus. */
  readonly cursor: {readonly x: number; readonly y: number} | null;
}

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** Cells of the exercise beside the panes, and what these need at least. */
const sideWidth = 44;
const leastBeside = 76;

const tooSmall = (size: Size): Screen => {
  const text = [
    `kafka-lab needs ${smallest.columns} x ${smallest.rows} cells;`,
    `this terminal has ${size.columns} x ${size.rows}.`,
    'Make it larger, or q to quit.',
  ];
  return {
    ...size,
    cursor: null,
    blocks: [
      {
        key: 'small',
        box: {x: 0, y: 0, width: size.columns, height: size.rows},
        lines: Array.from({length: size.rows}, (_, row) => fitLine([{text: text[row] ?? ''}], size.columns)),
      },
    ],
  };
};

/** Beside the live panes stands the exercise that is being done, where they keep room enough. */
const sideOf = (scene: Scene, size: Size, top: number): Block | undefined => {
  const {current} = scene.course;
  if (current === null || scene.ui.view === 'learn' || size.columns < sideWidth + leastBeside)
    return undefined;
  const box: Box = {
    x: size.columns - sideWidth,
    y: top,
    width: sideWidth,
    height: size.rows - top - footerHeight,
  };
  return {key: 'exercise', box, lines: exerciseLook(scene, current).lines(box.width, box.height, false)};
};

/** Draws a scene: header, panes, footer, and the dialogs over them. Pure; never larger than `size`. */
export const drawScreen = (
  scene: Scene,
  size: Size,
  looks: ReadonlyMap<string, Look>,
  focused: string,
  contexts: readonly ContextId[],
): Screen => {
  if (size.columns < smallest.columns || size.rows < smallest.rows) return tooSmall(size);
  const counts = Object.fromEntries([...looks].map(([id, look]) => [id, look.count]));
  const header = headerLines(scene, size.columns);
  const side = sideOf(scene, size, header.length);
  const placed = layout(
    scene.ui.view,
    side ? {...size, columns: side.box.x} : size,
    counts,
    scene.ui.isZoomed ? focused : null,
    header.length,
  );
  const hasDialog = topDialog(scene.ui) !== undefined;
  const panes = placed.map(
    ({id, box}): Block => ({
      key: `pane-${id}`,
      box,
      lines: looks.get(id)?.lines(box.width, box.height, id === focused && !hasDialog) ?? [],
    }),
  );
  const dialogs = scene.ui.dialogs.map((dialog, index) => {
    const drawn = drawDialog(dialog, scene, size);
    const block: Block = {key: `dialog-${index}`, box: drawn.box, lines: drawn.lines};
    return {isText: dialog.kind === 'text', block, cursor: drawn.cursor};
  });
  // Notices lie over what is read, and under what is answered.
  const above = dialogs.findIndex(({isText}) => !isText);
  const blocks = dialogs.map(({block}) => block);
  const below = above < 0 ? blocks.length : above;
  const notices = noticeLines(scene, size.columns, size.rows);
  const noticeBox: Box = {
    x: 0,
    y: size.rows - footerHeight - notices.length,
    width: size.columns,
    height: notices.length,
  };
  return {
    ...size,
    blocks: [
      {
        key: 'header',
        box: {x: 0, y: 0, width: size.columns, height: header.length},
        lines: header,
      },
      ...panes,
      ...(side ? [side] : []),
      {
        key: 'footer',
        box: {x: 0, y: size.rows - 1, width: size.columns, height: 1},
        lines: [fitLine(footerLine(scene, contexts, size.columns), size.columns)],
      },
      ...blocks.slice(0, below),
      ...(notices.length > 0 ? [{key: 'notices', box: noticeBox, lines: notices}] : []),
      ...blocks.slice(below),
    ],
    cursor: dialogs.at(-1)?.cursor ?? null,
  };
};

const isSameSpan = (a: Span, b: Span): boolean =>
  a.text === b.text &&
  a.tone === b.tone &&
  a.bold === b.bold &&
  a.dim === b.dim &&
  a.inverse === b.inverse &&
  a.underline === b.underline;

const areSame = <T>(a: readonly T[], b: readonly T[], isSame: (one: T, other: T) => boolean): boolean =>
  a === b ||
  (a.length === b.length &&
    a.every((one, index) => {
      const other = b[index];
      return other !== undefined && isSame(one, other);
    }));

const isSameLine = (a: Line, b: Line): boolean => areSame(a, b, isSameSpan);

const isSameBox = (a: Box, b: Box): boolean =>
  a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height;

/**
 * The next frame with all that is as it was in the last one taken over from there, so that nothing of it is drawn again;
 * the last one itself where nothing changed.
 */
export const keeping = (last: Screen, next: Screen): Screen => {
  const blocks = next.blocks.map(block => {
    const before = last.blocks.find(({key}) => key === block.key);
    if (!before || !areSame(before.lines, block.lines, isSameLine)) return block;
    return isSameBox(before.box, block.box) ? before : {...block, lines: before.lines};
  });
  const isSameSize = last.columns === next.columns && last.rows === next.rows;
  const isSame = isSameSize && areSame(last.blocks, blocks, Object.is);
  return isSame && last.cursor === next.cursor ? last : {...next, blocks: isSame ? last.blocks : blocks};
};

/** A wide character takes its cell and an empty one. */
const cellsOf = (line: Line): readonly string[] =>
  [...graphemes(plain(line))].flatMap(({text, width}) => [text, ...Array<string>(width - 1).fill('')]);

/** The frame as plain text, for `e`, for `c`, and for tests. */
export const screenText = (screen: Screen): string => {
  const rows = Array.from({length: screen.rows}, () => Array<string>(screen.columns).fill(' '));
  for (const {box, lines} of screen.blocks) {
    for (const [index, line] of lines.entries()) {
      const row = rows[box.y + index];
      if (row === undefined) continue;
      // Half a wide character is none.
      if (row[box.x] === '' && box.x > 0) row[box.x - 1] = ' ';
      const cells = cellsOf(line);
      row.splice(box.x, cells.length, ...cells);
      if (row[box.x + cells.length] === '') row[box.x + cells.length] = ' ';
    }
  }
  return rows.map(row => row.join('').trimEnd()).join('\n');
};
