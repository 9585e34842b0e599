/** Cells of the terminal. */
export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** A terminal that does not know its size, e.g. behind a serial line, says 0. */
export const sizeOf = (output: {readonly columns?: number; readonly rows?: number}): Size => ({
  columns: output.columns || 80,
  rows: output.rows || 24,
});
