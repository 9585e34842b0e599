import xterm from '@xterm/headless';
import {modernUnicode} from './unicode.ts';

/** How a cell looks: `bold`, `dim`, `inverse`, `underline`, `fg1` (red), `bg2` … */
export type CellLook = ReadonlySet<string>;

/** A terminal without a window: it is given bytes and shows what a person would see. */
export interface Emulator {
  readonly columns: number;
  readonly rows: number;
  /** Resolves when the bytes were taken in. */
  write(bytes: string | Uint8Array): Promise<void>;
  resize(columns: number, rows: number): void;
  /** The rows that are on screen, without trailing spaces. */
  screen(): string[];
  look(x: number, y: number): CellLook;
  readonly isAlternate: boolean;
  readonly isCursorVisible: boolean;
  readonly cursor: {readonly x: number; readonly y: number};
  readonly isPasteBracketed: boolean;
  readonly isSynchronized: boolean;
  readonly isMouseTracked: boolean;
  dispose(): void;
}

export interface EmulatorOptions {
  readonly columns: number;
  readonly rows: number;
  /** Unicode 6 draws emoji one cell wide; `modern`, which is the default, as terminals of today do. */
  readonly unicode?: 'modern' | '6';
}

export const createEmulator = ({columns, rows, unicode = 'modern'}: EmulatorOptions): Emulator => {
  const terminal = new xterm.Terminal({cols: columns, rows, allowProposedApi: true, scrollback: 1000});
  terminal.unicode.register(modernUnicode);
  terminal.unicode.activeVersion = unicode;
  let isCursorVisible = true;
  const onCursorMode =
    (isVisible: boolean) =>
    (parameters: (number | number[])[]): boolean => {
      if (parameters.includes(25)) isCursorVisible = isVisible;
      return false;
    };
  terminal.parser.registerCsiHandler({prefix: '?', final: 'h'}, onCursorMode(true));
  terminal.parser.registerCsiHandler({prefix: '?', final: 'l'}, onCursorMode(false));

  const lineAt = (row: number) => terminal.buffer.active.getLine(terminal.buffer.active.baseY + row);

  return {
    get columns() {
      return terminal.cols;
    },
    get rows() {
      return terminal.rows;
    },
    write: bytes => new Promise(resolve => terminal.write(bytes, resolve)),
    resize: (newColumns, newRows) => terminal.resize(newColumns, newRows),
    screen: () =>
      Array.from({length: terminal.rows}, (_, row) => lineAt(row)?.translateToString().trimEnd() ?? ''),
    look(x, y) {
      const cell = lineAt(y)?.getCell(x);
      const look = new Set<string>();
      if (!cell) return look;
      if (cell.isBold()) look.add('bold');
      if (cell.isDim()) look.add('dim');
      if (cell.isInverse()) look.add('inverse');
      if (cell.isUnderline()) look.add('underline');
      if (!cell.isFgDefault()) look.add(`fg${cell.getFgColor()}`);
      if (!cell.isBgDefault()) look.add(`bg${cell.getBgColor()}`);
      return look;
    },
    get isAlternate() {
      return terminal.buffer.active.type === 'alternate';
    },
    get isCursorVisible() {
      return isCursorVisible;
    },
    get cursor() {
      return {x: terminal.buffer.active.cursorX, y: terminal.buffer.active.cursorY};
    },
    get isPasteBracketed() {
      return terminal.modes.bracketedPasteMode;
    },
    get isSynchronized() {
      return terminal.modes.synchronizedOutputMode;
    },
    get isMouseTracked() {
      return terminal.modes.mouseTrackingMode !== 'none';
    },
    dispose: () => terminal.dispose(),
  };
};
