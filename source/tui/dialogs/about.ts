import {glyphsFor} from '../../format/glyphs.ts';
import type {Line} from '../../format/line.ts';
import type {About} from '../../store/ui.ts';
import type {CellContext} from '../../tables/column.ts';
import {type SmallRow, smallTable} from '../components/small-table.tsx';
import {joined, paragraph} from '../details/section.ts';
import {wrapLine} from './wrap.ts';

/** Rows of a preview that are shown: what is asked has to stay in sight. */
const rowsShown = 20;

const previewLines = (rows: readonly SmallRow[], width: number, cells: CellContext): readonly Line[] => {
  const [heading, ...shown] = smallTable(rows, rowsShown, width - 1, glyphsFor(cells.isAscii).ellipsis);
  if (heading === undefined) return [];
  const more = rows.length - shown.length;
  return [
    [{text: ` ${heading}`, tone: 'title', bold: true}],
    ...shown.map((text): Line => [{text: ` ${text}`}]),
    ...(more > 0 ? paragraph(`and ${more} more`, width, {tone: 'muted'}) : []),
  ];
};

const none: readonly SmallRow[] = [];

/** What a question is about: what changes, what follows, and the command lines for it. */
export const aboutLines = (about: About, width: number, cells: CellContext): readonly Line[] =>
  joined(
    about.lines.flatMap(line => paragraph(line, width)),
    previewLines(about.preview ?? none, width, cells),
    about.commandLines.flatMap(line => wrapLine([{text: `  ${line}`, tone: 'accent'}], width)),
  );
