import {cutSentence, tagOf} from '../../actions/sql.ts';
import {type Answer, isNumeric} from '../../clients/postgres/answer.ts';
import type {Line} from '../../format/line.ts';
import {sanitize} from '../../format/sanitize.ts';
import {none} from '../../tables/cell.ts';
import type {CellContext, Table} from '../../tables/column.ts';
import {naturalWishes} from '../../tables/layout.ts';
import {renderRows} from '../../tables/render.ts';
import {type ResultRow, resultRows, resultTable} from '../../tables/rows.ts';
import {heading, joined, paragraph} from './section.ts';

/** Rows one below the other, where they are too wide for a table: nothing of them is cut off. */
const records = (answer: Answer, width: number): readonly Line[] => {
  const widest = Math.min(30, Math.max(...answer.columns.map(({name}) => name.length)));
  return joined(
    ...answer.rows.map((row, index): readonly Line[] => [
      heading(`Row ${index + 1}`),
      ...answer.columns.flatMap(({name}, at): readonly Line[] => {
        const value = row[at] ?? null;
        const label = `  ${sanitize(name).padEnd(widest)} `;
        if (value === null) return [[{text: label, tone: 'muted'}, none]];
        const lines = paragraph(sanitize(value, value.length), width - label.length);
        return lines.map(
          (line, part): Line => [
            {text: part === 0 ? label : ' '.repeat(label.length), tone: 'muted'},
            ...line.map(span => ({...span, text: span.text.trimStart()})),
          ],
        );
      }),
    ]),
  );
};

/** Cells that the widest row of a table takes. */
const wishedWidth = (table: Table<ResultRow>, rows: readonly ResultRow[], cells: CellContext): number =>
  naturalWishes(table, rows, cells).reduce((sum, {max}) => sum + max + 2, 0);

/** What a statement came to, as a text: a table where it fits, else a row below the other. */
export const answerLines =
  (statement: string, answer: Answer) =>
  (width: number, cells: CellContext): readonly Line[] => {
    const table = resultTable(answer.columns.map(column => ({...column, isNumeric: isNumeric(column)})));
    const rows = resultRows(answer.rows);
    const isTable = rows.length === 0 || wishedWidth(table, rows, cells) <= width;
    return joined(
      paragraph(sanitize(statement), width, {tone: 'accent'}),
      answer.columns.length === 0
        ? paragraph(tagOf(answer), width)
        : isTable
          ? renderRows(table, rows, {width: width - 2, context: cells, isNatural: true}).map(
              (line): Line => [{text: '  '}, ...line],
            )
          : records(answer, width),
      answer.columns.length > 0 && rows.length === 0 ? paragraph('No rows.', width, {tone: 'muted'}) : [],
      answer.isCut ? paragraph(cutSentence(answer), width, {tone: 'warn'}) : [],
    );
  };
