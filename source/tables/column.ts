import type {Span} from '../format/line.ts';
import type {Known} from '../model/reading.ts';

/** How times are written: `14 s ago`, `12:04:31`, or ISO 8601. */
export type TimeForm = 'relative' | 'clock' | 'iso';

/** What a cell may depend on besides its row. */
export interface CellContext {
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly timeForm: TimeForm;
  readonly isAscii: boolean;
}

/** A column of one noun's table, read by panes and by one-shot commands alike. */
export interface Column<Row> {
  readonly id: string;
  readonly title: string;
  /** Cells that it needs at least, and takes at most where there is room. */
  readonly width: {readonly min: number; readonly max: number};
  readonly align: 'left' | 'right';
  /** Where not all columns fit, those with the highest number go first; 0 always stays. */
  readonly priority: number;
  /** What it is sorted and filtered by: unknown sorts last, none before it. */
  readonly value: (row: Row) => Known<string | number | null>;
  /**
   * What goes where a cell is too wide: its end, unless said otherwise. Names that begin alike are told apart by their
   * ends, so they lose their middle; a series whose newest value is last loses its start.
   */
  readonly cut?: 'middle' | 'start';
  /** The cell depends on its row alone, not on the time or on how times are written. */
  readonly isOfRow?: true;
  /** What is drawn: `?` for unknown, `-` for none, never 0 for either. */
  readonly cell: (row: Row, context: CellContext) => Span;
}

/** A noun's table. */
export interface Table<Row> {
  readonly noun: string;
  readonly id: (row: Row) => string;
  readonly columns: readonly Column<Row>[];
  /** The column that it is sorted by until the user chooses another; a leading `-` sorts downwards. */
  readonly sort: string;
  /** When a row was read, and how often it is: a row older than two intervals is dimmed and carries its age. */
  readonly age?: (row: Row) => {readonly at: number; readonly every: number} | undefined;
  /** The tone of a whole row, e.g. `bad` for a stopped broker. */
  readonly tone?: (row: Row) => Span['tone'];
}
