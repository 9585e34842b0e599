import type {Clock} from '../../clock.ts';
import {createEscapePause} from './escape-pause.ts';

/** What comes out of the bytes: complete sequences (a character or an escape sequence), and pastes. */
export interface InputListener {
  readonly onSequence: (sequence: string) => void;
  readonly onPaste: (text: string) => void;
}

export interface InputAssembler {
  push(bytes: Uint8Array): void;
  /** Forgets what is half done, e.g. when the terminal was handed over. */
  reset(): void;
}

const esc = 0x1b;
const bell = 0x07;
const c1End = 0x9c;
const backslash = 0x5c;
/** DCS, SOS, OSC, PM, APC: strings that a terminal answers with, to us or to a program that ran before us. */
const stringIntroducers: ReadonlySet<number> = new Set([0x50, 0x58, 0x5d, 0x5e, 0x5f]);

const pasteStart = '\u001b[200~';
const pasteEnd: readonly number[] = [...'\u001b[201~'].map(character => character.charCodeAt(0));

/** Longest pause inside a sequence whose beginning is no key of its own; over a slow link its bytes come one by one. */
const patience = 1000;
/** A paste whose end was lost is taken to be over after this. */
const pastePatience = 2000;
const pasteLimit = 1_048_576;
/** Longer than any sequence that means something to us; of what goes on longer only the end is looked for. */
const sequenceLimit = 8192;

type State = 'ground' | 'escape' | 'csi' | 'ss3' | 'string' | 'mouse' | 'utf8' | 'paste';

const isWithin = (byte: number, first: number, last: number): boolean => byte >= first && byte <= last;

const utf8Length = (lead: number): number =>
  isWithin(lead, 0xc2, 0xdf) ? 2 : isWithin(lead, 0xe0, 0xef) ? 3 : isWithin(lead, 0xf0, 0xf4) ? 4 : 0;

/** `[` and `O`: how the sequences of keys go on. Alone they are no keys of ours. */
const isKeyIntroducer = (byte: number): boolean => byte === 0x5b || byte === 0x4f;

const decode = (bytes: readonly number[]): string => Buffer.from(bytes).toString('utf8');

/**
 * Puts the terminal's bytes together: escape sequences that come in pieces, UTF-8 characters cut in two, and pastes.
 * A sequence may pause for a second at each byte; what is broken is dropped whole and fires nothing. `ESC` alone, or
 * before a byte that starts no sequence, is the key Esc, and then that byte's own key. How long an `ESC` is waited with
 * is learnt from the link; what had arrived before is read first, however long the program was busy.
 */
export const createInputAssembler = (clock: Clock, listener: InputListener): InputAssembler => {
  let state: State = 'ground';
  let held: number[] = [];
  let wanted = 0;
  let stopWaiting = (): void => {};
  const pause = createEscapePause(clock);

  const rest = (): void => {
    state = 'ground';
    held = [];
  };

  const hold = (byte: number): void => {
    if (held.length < sequenceLimit) held.push(byte);
    else held[held.length - 1] = byte;
  };

  const emit = (bytes: readonly number[]): void => {
    const sequence = decode(bytes);
    pause.end(sequence);
    rest();
    listener.onSequence(sequence);
  };

  const emitPaste = (bytes: readonly number[]): void => {
    rest();
    listener.onPaste(decode(bytes));
  };

  const ground = (byte: number): void => {
    if (byte === esc) {
      state = 'escape';
      held = [byte];
      pause.begin();
    } else if (pause.isLate() && isKeyIntroducer(byte)) {
      // Esc was fired by mistake; what comes now are no keys of their own.
      state = byte === 0x5b ? 'csi' : 'ss3';
      held = [esc, byte];
    } else if (byte < 0x80) {
      emit([byte]);
    } else if (utf8Length(byte) > 0) {
      state = 'utf8';
      held = [byte];
      wanted = utf8Length(byte);
    }
  };

  const afterEscape = (byte: number): void => {
    if (isKeyIntroducer(byte) || stringIntroducers.has(byte)) {
      held.push(byte);
      state = byte === 0x5b ? 'csi' : byte === 0x4f ? 'ss3' : 'string';
      return;
    }
    emit([esc]);
    ground(byte);
  };

  const finishCsi = (): void => {
    const sequence = decode(held);
    if (sequence === pasteStart) {
      state = 'paste';
      held = [];
    } else if (sequence === '\u001b[M') {
      // A mouse report of the oldest kind: three more bytes of any value.
      state = 'mouse';
      wanted = held.length + 3;
    } else {
      emit(held);
    }
  };

  const inCsi = (byte: number): void => {
    const isConsoleKey = byte === 0x5b && held.length === 2;
    // `$` ends the shifted keys of rxvt, though by the standard it cannot end a sequence.
    const isRxvtEnd = byte === 0x24 && /^\u001b\[\d+$/.test(decode(held));
    if (isWithin(byte, 0x40, 0x7e) && !isConsoleKey) {
      hold(byte);
      finishCsi();
    } else if (isRxvtEnd) {
      emit([...held, byte]);
    } else if (isConsoleKey || isWithin(byte, 0x20, 0x3f)) {
      hold(byte);
    } else {
      rest();
      ground(byte);
    }
  };

  const inSs3 = (byte: number): void => {
    hold(byte);
    if (isWithin(byte, 0x30, 0x39)) return;
    if (isWithin(byte, 0x40, 0x7e)) {
      emit(held);
    } else {
      rest();
      ground(byte);
    }
  };

  const inString = (byte: number): void => {
    const isEnd = byte === bell || byte === c1End || (byte === backslash && held.at(-1) === esc);
    const isBroken = held.at(-1) === esc && !isEnd;
    if (isBroken) {
      // The ESC was the beginning of something else.
      held = [esc];
      state = 'escape';
      pause.begin();
      afterEscape(byte);
    } else if (isEnd) {
      rest();
    } else {
      hold(byte);
    }
  };

  const inUtf8 = (byte: number): void => {
    if (!isWithin(byte, 0x80, 0xbf)) {
      rest();
      ground(byte);
      return;
    }
    held.push(byte);
    if (held.length === wanted) emit(held);
  };

  const inPaste = (byte: number): void => {
    const isEndPart = pasteEnd.includes(byte);
    // Beyond the limit only what may be the end is kept, so that it is still seen.
    if (held.length < pasteLimit || isEndPart) held.push(byte);
    const isOver = byte === 0x7e && pasteEnd.every((part, at) => held.at(at - pasteEnd.length) === part);
    if (isOver) emitPaste(held.slice(0, Math.min(held.length - pasteEnd.length, pasteLimit)));
  };

  const step: Readonly<Record<State, (byte: number) => void>> = {
    ground,
    escape: afterEscape,
    csi: inCsi,
    ss3: inSs3,
    string: inString,
    mouse(byte) {
      held.push(byte);
      if (held.length === wanted) rest();
    },
    utf8: inUtf8,
    paste: inPaste,
  };

  const giveUp = (): void => {
    const [given, bytes] = [state, held];
    rest();
    if (given === 'escape') {
      pause.giveUp();
      listener.onSequence('\u001b');
    } else if (given === 'string' && bytes.length === 2) {
      // Esc, and then quickly one of the keys that could have started a string.
      listener.onSequence('\u001b');
      listener.onSequence(decode(bytes.slice(1)));
    } else if (given === 'paste') {
      listener.onPaste(decode(bytes.slice(0, pasteLimit)));
    }
  };

  const wait = (): void => {
    stopWaiting();
    if (state === 'ground') return;
    // The second byte of what may be a string may also be a key, as in Esc and then P.
    const isMaybeEscape = state === 'escape' || (state === 'string' && held.length === 2);
    const time = isMaybeEscape ? pause.patience() : state === 'paste' ? pastePatience : patience;
    stopWaiting = clock.after(time, () => {
      stopWaiting = clock.afterArrived(giveUp);
    });
  };

  return {
    push(bytes) {
      for (const byte of bytes) {
        if (state === 'escape') pause.goOn();
        step[state](byte);
      }
      wait();
    },
    reset() {
      stopWaiting();
      rest();
    },
  };
};
