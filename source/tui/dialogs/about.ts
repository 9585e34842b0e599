import type {Line} from '../../format/line.ts';
import type {About} from '../../store/ui.ts';
import type {CellContext, Table} from '../../tables/column.ts';
import {joined, paragraph, tableLines} from '../details/section.ts';
import {wrapLine} from './wrap.ts';

type PreviewRow = Readonly<Record<string, string>>;

/** Rows of a preview that are shown: what is asked has to stay in sight. */
const rowsShown = 20;

const isNumber = (text: string): boolean => /^[+-]?[\d,.]+$|^[-?]$/.test(text);

const previewTable = (rows: readonly PreviewRow[]): Table<PreviewRow> => ({
  noun: 'change',
  id: row => Object.values(row).join(' '),
  sort: '',
  columns: Object.keys(rows[0] ?? {}).map((title, index) => ({
    id: title,
    title,
    width: {
      min: Math.max(title.length, 4),
      max: Math.max(title.length, ...rows.map(row => (row[title] ?? '').length)),
    },
    align: index > 0 && rows.every(row => isNumber(row[title] ?? '')) ? 'right' : 'left',
    priority: 0,
    cut: 'middle',
    value: row => row[title] ?? '',
    cell: row => ({text: row[title] ?? ''}),
  })),
});

const previewLines = (rows: readonly PreviewRow[], width: number, cells: CellContext): readonly Line[] => {
  if (rows.length === 0) return [];
  const more = rows.length - rowsShown;
  return [
    ...tableLines(previewTable(rows), rows.slice(0, rowsShown), width, cells),
    ...(more > 0 ? paragraph(`and ${more} more`, width, {tone: 'muted'}) : []),
  ];
};

/** What a question is about: what changes, what follows, and the command lines for it. */
export const aboutLines = (about: About, width: number, cells: CellContext): readonly Line[] =>
  joined(
    about.lines.flatMap(line => paragraph(line, width)),
    previewLines(about.preview ?? [], width, cells),
    about.commandLines.flatMap(line => wrapLine([{text: `  ${line}`, tone: 'accent'}], width)),
  );
