import type {IUnicodeVersionProvider} from '@xterm/headless';
import stringWidth from 'string-width';

const joiner = 0x200d;
const emojiSelector = 0xfe0f;

const widthOf = (value: number): number => (value >> 1) & 3;
const isAfterJoiner = (value: number): boolean => value >> 3 === 1;
const pack = (state: number, width: number, joins: boolean): number =>
  (state << 3) | (width << 1) | (joins ? 1 : 0);

const codePointWidth = (code: number): 0 | 1 | 2 => {
  const width = stringWidth(String.fromCodePoint(code));
  return width === 0 ? 0 : width === 1 ? 1 : 2;
};

/**
 * The widths of a terminal of today: emoji take two cells, and what is joined to them none. The emulator's own table is
 * that of Unicode 6.
 */
export const modernUnicode: IUnicodeVersionProvider = {
  version: 'modern',
  wcwidth: codePointWidth,
  charProperties(code, preceding) {
    if (code === emojiSelector && preceding !== 0) return pack(0, 2, true);
    if (code === joiner && preceding !== 0) return pack(1, widthOf(preceding), true);
    if (isAfterJoiner(preceding)) return pack(0, Math.max(2, widthOf(preceding)), true);
    const width = codePointWidth(code);
    if (width === 0 && widthOf(preceding) > 0) return pack(0, widthOf(preceding), true);
    return pack(0, width, false);
  },
};
