/** A key as the keymap names it, and what it types, if anything. */
export interface Key {
  /** `a`, `A`, `ctrl+d`, `shift+tab`, `up`, `pagedown`, `escape`, `enter`, `space`, `f5`, `ctrl+left` … */
  readonly chord: string;
  /** What a text field inserts; left out for keys that type nothing. */
  readonly text?: string;
}

const letters: Readonly<Record<string, string>> = {
  A: 'up',
  B: 'down',
  C: 'right',
  D: 'left',
  E: 'begin',
  F: 'end',
  H: 'home',
  P: 'f1',
  Q: 'f2',
  R: 'f3',
  S: 'f4',
};

/** `CSI <number> ~` of xterm, rxvt and the Linux console. */
const numbers: Readonly<Record<number, string>> = {
  1: 'home',
  2: 'insert',
  3: 'delete',
  4: 'end',
  5: 'pageup',
  6: 'pagedown',
  7: 'home',
  8: 'end',
  11: 'f1',
  12: 'f2',
  13: 'f3',
  14: 'f4',
  15: 'f5',
  17: 'f6',
  18: 'f7',
  19: 'f8',
  20: 'f9',
  21: 'f10',
  23: 'f11',
  24: 'f12',
};

/** `ESC O <letter>` of a keypad in application mode. */
const keypad: Readonly<Record<string, Key>> = {
  M: {chord: 'enter'},
  I: {chord: 'tab'},
  j: {chord: '*', text: '*'},
  k: {chord: '+', text: '+'},
  l: {chord: ',', text: ','},
  m: {chord: '-', text: '-'},
  n: {chord: '.', text: '.'},
  o: {chord: '/', text: '/'},
  X: {chord: '=', text: '='},
};

/** `CSI [ <letter>`: F1 to F5 of the Linux console. */
const consoleKeys: Readonly<Record<string, string>> = {A: 'f1', B: 'f2', C: 'f3', D: 'f4', E: 'f5'};

/** rxvt says shift and ctrl by the last character: `CSI 5 $`, `CSI 5 ^`, `CSI 5 @`. */
const rxvtModifiers: Readonly<Record<string, string>> = {$: 'shift+', '^': 'ctrl+', '@': 'ctrl+shift+'};

/** xterm's modifier parameter: 1 + shift 1 + alt 2 + ctrl 4 (+ others, which make it no key of ours). */
const modifiers = (parameter: number): string => {
  const bits = parameter - 1;
  return (
    (bits & 4 ? 'ctrl+' : '') +
    (bits & 2 ? 'alt+' : '') +
    (bits & 1 ? 'shift+' : '') +
    (bits > 7 ? 'meta+' : '')
  );
};

const controls: Readonly<Record<number, Key>> = {
  0: {chord: 'ctrl+space'},
  8: {chord: 'backspace'},
  9: {chord: 'tab'},
  10: {chord: 'enter'},
  13: {chord: 'enter'},
  27: {chord: 'escape'},
  28: {chord: 'ctrl+\\'},
  29: {chord: 'ctrl+]'},
  30: {chord: 'ctrl+^'},
  31: {chord: 'ctrl+_'},
  32: {chord: 'space', text: ' '},
  127: {chord: 'backspace'},
};

/** The key of one character, typed alone. */
const keyOfCharacter = (character: string): Key | null => {
  const code = character.codePointAt(0) ?? 0;
  const control = controls[code];
  if (control) return control;
  if (code < 0x20) return {chord: `ctrl+${String.fromCharCode(code + 0x60)}`};
  // C1 controls and the sign for broken UTF-8 are no keys.
  if ((code >= 0x80 && code < 0xa0) || code === 0xfffd) return null;
  return {chord: character, text: character};
};

/** `CSI <code> ; <modifiers> u`, and xterm's `CSI 27 ; <modifiers> ; <code> ~`: sent only where a user switched it on. */
const keyOfCode = (code: number, parameter: number): Key | null => {
  if (!(code > 0 && code <= 0x10ffff) || (code >= 0xd800 && code <= 0xdfff)) return null;
  const key = keyOfCharacter(String.fromCodePoint(code));
  const prefix = modifiers(parameter);
  if (!key || prefix === '') return key;
  const isShiftedText = prefix === 'shift+' && key.text !== undefined;
  return isShiftedText ? key : {chord: prefix + key.chord};
};

const keyOfCsi = (body: string): Key | null => {
  const parts = /^(?:(\d*)(?:;(\d*))?(?:;(\d*))?)([A-Za-z~$^@])$/.exec(body);
  if (!parts) return null;
  const final = parts[4] ?? '';
  const [first, second, third] = [parts[1], parts[2], parts[3]].map(text => (text ? Number(text) : 1));
  if (first === undefined || second === undefined || third === undefined) return null;
  const rxvt = rxvtModifiers[final];
  if (rxvt !== undefined) {
    const name = numbers[first];
    return name && parts[1] ? {chord: rxvt + name} : null;
  }
  if (final === '~') {
    if (first === 27 && parts[3]) return keyOfCode(third, second);
    const name = parts[1] ? numbers[first] : undefined;
    return name ? {chord: modifiers(second) + name} : null;
  }
  if (parts[3] !== undefined) return null;
  if (final === 'u') return parts[1] ? keyOfCode(first, second) : null;
  if (final === 'Z') return {chord: 'shift+tab'};
  // rxvt: `CSI a` is shift and up.
  const rxvtArrow = 'abcd'.includes(final) && body.length === 1 ? letters[final.toUpperCase()] : undefined;
  if (rxvtArrow) return {chord: `shift+${rxvtArrow}`};
  const name = letters[final];
  return name && first === 1 ? {chord: modifiers(second) + name} : null;
};

const keyOfSs3 = (body: string): Key | null => {
  const parts = /^(\d*)([A-Za-z])$/.exec(body);
  if (!parts) return null;
  const letter = parts[2] ?? '';
  const prefix = parts[1] ? modifiers(Number(parts[1])) : '';
  if ('abcd'.includes(letter)) return {chord: `ctrl+${letters[letter.toUpperCase()]}`};
  if (letter >= 'p' && letter <= 'y') {
    const digit = String.fromCharCode(letter.charCodeAt(0) - 0x40);
    return {chord: digit, text: digit};
  }
  const name = letters[letter];
  return name ? {chord: prefix + name} : (keypad[letter] ?? null);
};

/**
 * The key of one complete input sequence: a character, or an escape sequence as terminals send it. `null` for what is no
 * key (a mouse or focus report, an answer to a question of another program, something unknown): it fires nothing.
 */
export const keyOf = (sequence: string): Key | null => {
  if (sequence.startsWith('\u001b[[')) {
    const name = consoleKeys[sequence.slice(3)];
    return name ? {chord: name} : null;
  }
  if (sequence.startsWith('\u001b[')) return keyOfCsi(sequence.slice(2));
  if (sequence.startsWith('\u001bO')) return keyOfSs3(sequence.slice(2));
  return sequence.startsWith('\u001b') && sequence.length > 1 ? null : keyOfCharacter(sequence);
};
