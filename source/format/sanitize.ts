const bell = 0x07;
const tab = 0x09;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const cancel = 0x18;
const substitute = 0x1a;
const esc = 0x1b;
const c1Csi = 0x9b;
const c1End = 0x9c;

const isWithin = (code: number, first: number, last: number): boolean => code >= first && code <= last;

/** Control characters, bidirectional overrides, and what takes no cell but can hide or reorder text. */
const suspicious =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\ud800-\udfff]/;

const isInvisible = (code: number): boolean =>
  isWithin(code, 0x00, 0x1f) ||
  isWithin(code, 0x7f, 0x9f) ||
  code === 0xad ||
  code === 0x61c ||
  code === 0x180e ||
  code === 0x200b ||
  code === 0x200e ||
  code === 0x200f ||
  isWithin(code, 0x202a, 0x202e) ||
  isWithin(code, 0x2060, 0x206f) ||
  code === 0xfeff ||
  isWithin(code, 0xfff9, 0xfffb) ||
  isWithin(code, 0xe0000, 0xe007f);

/** Introducers of control strings after ESC: DCS, SOS, OSC, PM, APC. */
const isStringIntroducer = (code: number): boolean =>
  code === 0x50 || code === 0x58 || code === 0x5d || code === 0x5e || code === 0x5f;

const isC1StringIntroducer = (code: number): boolean =>
  code === 0x90 || code === 0x98 || code === 0x9d || code === 0x9e || code === 0x9f;

/** Index after a CSI sequence whose parameters begin at `from`, or `from` when it is broken. */
const skipCsi = (text: string, from: number): number => {
  let at = from;
  while (isWithin(text.charCodeAt(at), 0x20, 0x3f)) at++;
  return isWithin(text.charCodeAt(at), 0x40, 0x7e) ? at + 1 : from;
};

/** Index after an ESC sequence without introducer (charset, cursor save and so on), or `from` when it is broken. */
const skipEscape = (text: string, from: number): number => {
  let at = from;
  while (isWithin(text.charCodeAt(at), 0x20, 0x2f)) at++;
  return isWithin(text.charCodeAt(at), 0x30, 0x7e) ? at + 1 : from;
};

/**
 * Finds the end of control strings (OSC, DCS and their kin). One that never ends swallows nothing: only its introducer
 * goes, and what it carried stays as harmless text. Each character is looked at once however many introducers there
 * are, because a search that ran over a stretch remembers where it stopped.
 */
const createStringSkipper = (text: string): ((from: number) => number) => {
  let searchedFrom = 0;
  let stoppedAt = -1;
  const stopAfter = (from: number): number => {
    if (from >= searchedFrom && from <= stoppedAt) return stoppedAt;
    let at = from;
    for (; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === bell || code === c1End || code === esc || code === cancel || code === substitute) break;
    }
    searchedFrom = from;
    stoppedAt = at;
    return at;
  };
  return from => {
    const stop = stopAfter(from);
    const code = text.charCodeAt(stop);
    if (code === bell || code === c1End) return stop + 1;
    if (code === esc && text[stop + 1] === '\\') return stop + 2;
    return from;
  };
};

/** What stands for a tab or a line end at a column. */
type Whitespace = (code: number, column: number) => string;

const strip = (text: string, whitespace: Whitespace): string => {
  const skipString = createStringSkipper(text);
  let clean = '';
  let lineStart = 0;
  let copiedTo = 0;
  const copy = (to: number, next: number): void => {
    clean += text.slice(copiedTo, to);
    copiedTo = next;
  };
  let at = 0;
  while (at < text.length) {
    const code = text.codePointAt(at) ?? 0;
    const length = code > 0xffff ? 2 : 1;
    if (code === esc) {
      const next = text.charCodeAt(at + 1);
      const end =
        next === 0x5b
          ? skipCsi(text, at + 2)
          : isStringIntroducer(next)
            ? skipString(at + 2)
            : skipEscape(text, at + 1);
      copy(at, end);
      at = end;
    } else if (code === c1Csi || isC1StringIntroducer(code)) {
      const end = code === c1Csi ? skipCsi(text, at + 1) : skipString(at + 1);
      copy(at, end);
      at = end;
    } else if (
      code === tab ||
      code === lineFeed ||
      code === carriageReturn ||
      isWithin(code, 0x2028, 0x2029)
    ) {
      const end = code === carriageReturn && text.charCodeAt(at + 1) === lineFeed ? at + 2 : at + 1;
      copy(at, end);
      clean += whitespace(code, clean.length - lineStart);
      if (code !== tab) lineStart = clean.length;
      at = end;
    } else {
      if (isInvisible(code)) copy(at, at + length);
      at += length;
    }
  }
  copy(text.length, text.length);
  return clean;
};

/** A beginning of at most `limit` UTF-16 units that does not cut a character in two, without lone surrogates. */
const clip = (text: string, limit: number): string => {
  if (text.length <= limit) return text.toWellFormed();
  const isSplit = isWithin(text.charCodeAt(limit - 1), 0xd800, 0xdbff);
  return text.slice(0, isSplit ? limit - 1 : limit).toWellFormed();
};

/** Whether a text may go to the terminal as it is. */
export const isClean = (text: string): boolean =>
  !suspicious.test(text) || sanitize(text, text.length) === text;

/**
 * Text from outside as one line that can only be read: no control sequences, control characters, bidirectional
 * overrides or invisible characters; tabs are spaces and line ends are seen as `↵`. Only the first `limit` UTF-16 units
 * are looked at, so that a value of any size costs the same.
 */
export const sanitize = (text: string, limit = 4096): string => {
  const head = clip(text, limit);
  return suspicious.test(head) ? strip(head, code => (code === tab ? ' ' : '↵')) : head;
};

const tabStop = 4;

/** The same for a text to read: its lines, with tabs filled up to the next of columns 4, 8, 12 … */
export const sanitizeLines = (text: string, limit = 1_048_576): readonly string[] => {
  const head = clip(text, limit);
  if (!suspicious.test(head)) return [head];
  const fill: Whitespace = (code, column) => (code === tab ? ' '.repeat(tabStop - (column % tabStop)) : '\n');
  return strip(head, fill).split('\n');
};
