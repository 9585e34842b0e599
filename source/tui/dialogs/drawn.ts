import type {Line} from '../../format/line.ts';
import type {Box} from '../layout.ts';

/** A dialog as it is drawn: its lines, where they stand, and where the cursor is. */
export interface Drawn {
  readonly box: Box;
  readonly lines: readonly Line[];
  readonly cursor: {readonly x: number; readonly y: number} | null;
}

/** A screen, in cells. */
export interface Size {
  readonly columns: number;
  readonly rows: number;
}
