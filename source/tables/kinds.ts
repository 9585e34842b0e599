import type {Span, Tone} from '../format/line.ts';
import type {Known, Sum} from '../model/reading.ts';
import {cell, knownCell, numberCell, sumValue} from './cell.ts';
import type {CellContext, Column} from './column.ts';

interface Place {
  readonly id: string;
  readonly title: string;
  /** Cells at least and at most; one number is both. */
  readonly width: number | readonly [min: number, max: number];
  readonly priority: number;
  readonly cut?: 'middle' | 'start';
}

const widthOf = (width: Place['width']): {min: number; max: number} =>
  typeof width === 'number' ? {min: width, max: width} : {min: width[0], max: width[1]};

/** A column of figures: drawn and sorted by the same value. */
export const figure = <Row>(
  place: Place,
  value: (row: Row) => Known<number | Sum | null>,
  draw: (value: Known<number | Sum | null>) => Span = numberCell,
): Column<Row> => ({
  ...place,
  width: widthOf(place.width),
  align: 'right',
  isOfRow: true,
  value: row => sumValue(value(row)),
  cell: row => draw(value(row)),
});

/** A column of words: drawn and sorted by the same text. */
export const label = <Row>(
  place: Place,
  value: (row: Row) => Known<string | null>,
  tone?: (row: Row) => Tone | undefined,
): Column<Row> => ({
  ...place,
  width: widthOf(place.width),
  align: 'left',
  isOfRow: true,
  value,
  cell: row => knownCell(value(row), text => cell(text, tone?.(row))),
});

/** A column whose cell shows more, or other, than what it is sorted by. */
export const shown = <Row>(
  place: Place & Pick<Column<Row>, 'isOfRow'> & {readonly align?: 'left' | 'right'},
  value: (row: Row) => Known<string | number | null>,
  draw: (row: Row, context: CellContext) => Span,
): Column<Row> => ({...place, width: widthOf(place.width), align: place.align ?? 'left', value, cell: draw});
