import type {Block, Canvas, Frame} from './canvas.ts';
import type {FrameOptions} from './grid.ts';
import type {HostOutput} from './host.ts';
import {type CursorPlace, createScreen} from './screen.ts';
import type {Size} from './size.ts';

/** Brings the last frame to the terminal: once for all that changes at one moment, and only what changed. */
export interface Drawing {
  /** For blocks to show themselves on, while Ink writes. */
  readonly canvas: Canvas;
  /** What Ink wrote, after the blocks that are part of it were shown. */
  setFrame(text: string): void;
  placeCursor(place: CursorPlace | null): void;
  /** The terminal shows something else now: the next frame is drawn whole. */
  redraw(): void;
  /** Takes the new size, and draws only once after all that `change` leads to. */
  resize(size: Size, change: () => void): void;
  text(): readonly string[];
  stop(): void;
}

export const createDrawing = (
  output: HostOutput,
  size: Size,
  options: FrameOptions,
  isActive: () => boolean,
): Drawing => {
  const screen = createScreen(size, options);
  let frame: Frame | null = null;
  let shown: Block[] = [];
  let cursor: CursorPlace | null = null;
  let isQueued = false;
  let isBlocked = false;

  const draw = (): void => {
    isQueued = false;
    if (frame === null || isBlocked || !isActive()) return;
    const bytes = screen.draw(frame, cursor);
    // A terminal that cannot keep up gets the newest frame when it is ready for one, not all that came between.
    if (bytes !== '') isBlocked = !output.write(bytes) && output.writableNeedDrain === true;
  };
  /** React's own work of this moment was queued before, so that it is in the frame. */
  const drawSoon = (): void => {
    if (!isQueued) queueMicrotask(draw);
    isQueued = true;
  };
  const onDrain = (): void => {
    isBlocked = false;
    drawSoon();
  };
  output.on('drain', onDrain);

  return {
    canvas: {show: block => void shown.push(block)},
    setFrame(text) {
      frame = {text, blocks: shown};
      shown = [];
      drawSoon();
    },
    placeCursor(place) {
      cursor = place;
      drawSoon();
    },
    redraw() {
      screen.invalidate();
      drawSoon();
    },
    resize(newSize, change) {
      screen.resize(newSize);
      // Ink lays the old tree out for the new size before the new tree comes: only the last of them is drawn.
      isQueued = true;
      change();
      queueMicrotask(draw);
    },
    text: screen.text,
    stop: () => void output.off('drain', onDrain),
  };
};
