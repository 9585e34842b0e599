import {type CellStyle, sgrBetween} from './style.ts';

/** Off and on again, so that a disputed glyph at the right edge cannot spill into the next row. */
const wrapOff = '\u001b[?7l';
const wrapOn = '\u001b[?7h';

/** The bytes of one frame. It knows where the cursor is and in which style, and says only what differs. */
export interface Pen {
  moveTo(x: number, y: number): void;
  write(text: string, width: number, style: CellStyle): void;
  /** Writes a glyph of which only the place of its first cell is sure, and leaves the row empty after it. */
  writeDisputed(text: string, width: number, style: CellStyle, isLast: boolean): void;
  eraseLine(): void;
  /** All that was written, in the terminal's own style at its end. */
  finish(): string;
}

export const createPen = (): Pen => {
  let bytes = '';
  let style: CellStyle = 0;
  let x = -1;
  let y = -1;
  const setStyle = (next: CellStyle): void => {
    bytes += sgrBetween(style, next);
    style = next;
  };
  const moveTo: Pen['moveTo'] = (toX, toY) => {
    if (toX === x && toY === y) return;
    if (toY === y && x >= 0 && toX > x) bytes += toX === x + 1 ? '\u001b[C' : `\u001b[${toX - x}C`;
    else bytes += toX === 0 ? `\u001b[${toY + 1}H` : `\u001b[${toY + 1};${toX + 1}H`;
    x = toX;
    y = toY;
  };
  const eraseLine = (): void => {
    setStyle(0);
    bytes += '\u001b[K';
  };
  return {
    moveTo,
    write(text, width, next) {
      setStyle(next);
      bytes += text;
      x += width;
    },
    writeDisputed(text, width, next, isLast) {
      const [after, row] = [x + width, y];
      eraseLine();
      setStyle(next);
      bytes += wrapOff + text + wrapOn;
      x = -1;
      if (isLast) return;
      moveTo(after, row);
      eraseLine();
    },
    eraseLine,
    finish() {
      setStyle(0);
      return bytes;
    },
  };
};
