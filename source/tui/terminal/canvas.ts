import {createContext} from 'react';

/** A block of finished lines, which Ink places and the seam draws. */
export interface Block {
  readonly width: number;
  readonly height: number;
  /** The lines as text with SGR sequences. */
  readonly text: string;
  /** Its top left cell, as Ink laid it out; null when it is not on screen any more. */
  readonly place: () => {readonly x: number; readonly y: number} | null;
}

/** What Ink leaves blank for blocks is drawn by the seam: Ink would take every line apart again for every frame. */
export interface Canvas {
  /** Called by each visible block while Ink writes a frame, in the order of the tree: later ones lie over earlier ones. */
  show(block: Block): void;
}

/** Absent where Ink writes to something else than the seam, e.g. in a test of one component. */
export const CanvasContext = createContext<Canvas | null>(null);

/** One frame: what Ink drew itself, and the blocks. */
export interface Frame {
  readonly text: string;
  readonly blocks: readonly Block[];
}
