import type {ViewId} from '../store/ui.ts';

/** A rectangle in cells; the top left corner of the screen is 0, 0. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface PlacedPane {
  readonly id: string;
  readonly box: Box;
}

/** A row of panes. `rows` is the height that it asks for, `share` its part of what is left. */
interface Band {
  readonly panes: readonly string[];
  readonly rows?: (counts: Counts) => number;
  readonly share: number;
}

/** How many rows the panes have to show, by pane id: small lists take no more than they need. */
export type Counts = Readonly<Record<string, number>>;

/** Lines that a list needs besides its rows: two of border and one of column titles. */
const chrome = 3;
const fitting = (pane: string, least: number) => (counts: Counts) =>
  Math.max(least, counts[pane] ?? 0) + chrome;

const views: Readonly<Record<ViewId, readonly Band[]>> = {
  dashboard: [
    {panes: ['containers', 'brokers'], rows: fitting('containers', 7), share: 2},
    {panes: ['groups', 'messages'], share: 3},
  ],
  containers: [{panes: ['containers'], share: 1}],
  brokers: [
    {panes: ['brokers'], rows: fitting('brokers', 2), share: 1},
    {panes: ['grid'], share: 3},
  ],
  topics: [
    {panes: ['topics'], share: 3},
    {panes: ['partitions'], share: 2},
  ],
  groups: [
    {panes: ['groups'], share: 1},
    {panes: ['group-partitions', 'members'], share: 1},
  ],
  messages: [{panes: ['messages'], share: 1}],
  connect: [
    {panes: ['connectors'], share: 2},
    {panes: ['workers', 'tasks'], rows: fitting('workers', 2), share: 1},
    {panes: ['pipelines'], rows: fitting('pipelines', 1), share: 1},
  ],
  events: [{panes: ['events'], share: 1}],
  learn: [
    {panes: ['exercises'], rows: fitting('exercises', 2), share: 2},
    {panes: ['exercise'], share: 4},
  ],
};

export const smallest = {columns: 60, rows: 16} as const;
/** Lines of the header, at least. */
export const headerHeight = 2;
export const footerHeight = 1;

/** The panes of a view in the order of Tab. */
export const panesOf = (view: ViewId): readonly string[] => views[view].flatMap(band => band.panes);

/** Heights of the bands: what each asks for, held to at most its share twice over; the rest goes by share. */
const heights = (bands: readonly Band[], height: number, counts: Counts): readonly number[] => {
  const shares = bands.reduce((sum, band) => sum + band.share, 0);
  const flexible = bands.filter(band => !band.rows).reduce((sum, band) => sum + band.share, 0);
  const asked = bands.map(band =>
    band.rows
      ? Math.min(band.rows(counts), Math.max(5, Math.ceil((height * band.share * 1.25) / shares)))
      : 0,
  );
  const left = height - asked.reduce((sum, rows) => sum + rows, 0);
  const sizes = bands.map((band, index) =>
    band.rows ? (asked[index] ?? 0) : Math.max(4, Math.floor((left * band.share) / flexible)),
  );
  const over = height - sizes.reduce((sum, rows) => sum + rows, 0);
  return sizes.map((rows, index) => (index === sizes.length - 1 ? rows + over : rows));
};

/** Splits a width into equal parts; the last takes what does not divide. */
const columns = (width: number, count: number): readonly number[] => {
  const each = Math.floor(width / count);
  return Array.from({length: count}, (_, index) => (index === count - 1 ? width - each * (count - 1) : each));
};

/** Where each pane of a view stands, below `top` lines. A zoomed pane has the whole body. Every height adds up to the screen. */
export const layout = (
  view: ViewId,
  size: {readonly columns: number; readonly rows: number},
  counts: Counts,
  zoomed: string | null,
  top: number = headerHeight,
): readonly PlacedPane[] => {
  const body: Box = {
    x: 0,
    y: top,
    width: size.columns,
    height: size.rows - top - footerHeight,
  };
  if (zoomed !== null) return [{id: zoomed, box: body}];
  const bands = views[view];
  const rows = heights(bands, body.height, counts);
  let y = body.y;
  return bands.flatMap((band, index) => {
    const height = rows[index] ?? 0;
    const widths = columns(body.width, band.panes.length);
    let x = 0;
    const placed = band.panes.map((id, column) => {
      const width = widths[column] ?? 0;
      const box = {x, y, width, height};
      x += width;
      return {id, box};
    });
    y += height;
    return placed;
  });
};
