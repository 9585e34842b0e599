/**
 * How a cell looks, in one number: bits 0-5 attributes, bits 6-14 foreground and bits 15-23 background, each 0 for the
 * terminal's own colour and else 1 + its number in the palette of 256.
 */
export type CellStyle = number;

const attributes = [
  {bit: 1, on: 1, off: 22},
  {bit: 2, on: 2, off: 22},
  {bit: 4, on: 3, off: 23},
  {bit: 8, on: 4, off: 24},
  {bit: 16, on: 7, off: 27},
  {bit: 32, on: 9, off: 29},
] as const;

const attributeMask = 63;
const foregroundShift = 6;
const backgroundShift = 15;
const colourMask = 511;

const withColour = (style: CellStyle, shift: number, colour: number): CellStyle =>
  (style & ~(colourMask << shift)) | (colour << shift);

/** The style without its colours. */
export const withoutColour = (style: CellStyle): CellStyle => style & attributeMask;

/** A code of SGR that stands alone, laid over a style. */
const applyCode = (style: CellStyle, code: number): CellStyle => {
  if (code === 0) return 0;
  for (const {bit, on} of attributes) if (code === on) return style | bit;
  let next = style;
  for (const {bit, off} of attributes) if (code === off) next &= ~bit;
  if (code >= 30 && code <= 37) next = withColour(style, foregroundShift, code - 29);
  if (code >= 90 && code <= 97) next = withColour(style, foregroundShift, code - 81);
  if (code >= 40 && code <= 47) next = withColour(style, backgroundShift, code - 39);
  if (code >= 100 && code <= 107) next = withColour(style, backgroundShift, code - 91);
  if (code === 39) next = withColour(style, foregroundShift, 0);
  if (code === 49) next = withColour(style, backgroundShift, 0);
  return next;
};

const parsed = new Map<string, readonly number[]>();

/** The codes in the parameters of an SGR sequence: a screen has a thousand of some dozen kinds. */
const codesIn = (parameters: string): readonly number[] => {
  const known = parsed.get(parameters);
  if (known) return known;
  const codes = parameters.split(/[;:]/).map(Number);
  if (parsed.size > 4096) parsed.clear();
  parsed.set(parameters, codes);
  return codes;
};

/** The parameters of an SGR sequence (`1;31`) laid over a style. Colours beyond the palette are left out. */
export const applySgr = (style: CellStyle, parameters: string): CellStyle => {
  const codes = codesIn(parameters);
  let next = style;
  for (let at = 0; at < codes.length; at++) {
    const code = codes[at] ?? 0;
    if (code !== 38 && code !== 48) {
      next = applyCode(next, code);
      continue;
    }
    const shift = code === 38 ? foregroundShift : backgroundShift;
    if (codes[at + 1] === 5) next = withColour(next, shift, 1 + ((codes[at + 2] ?? 0) & 255));
    at += codes[at + 1] === 5 ? 2 : 4;
  }
  return next;
};

const colourCode = (colour: number, base: number): string => {
  if (colour <= 8) return String(base + colour - 1);
  if (colour <= 16) return String(base + 60 + colour - 9);
  return `${base + 8};5;${colour - 1}`;
};

const codesOf = (style: CellStyle): readonly string[] => {
  const foreground = (style >> foregroundShift) & colourMask;
  const background = (style >> backgroundShift) & colourMask;
  return [
    ...attributes.filter(({bit}) => style & bit).map(({on}) => String(on)),
    ...(foreground > 0 ? [colourCode(foreground, 30)] : []),
    ...(background > 0 ? [colourCode(background, 40)] : []),
  ];
};

const transitions = new Map<number, string>();

/** The shortest sequence that leads from one style to another. */
export const sgrBetween = (from: CellStyle, to: CellStyle): string => {
  if (from === to) return '';
  if (to === 0) return '\u001b[m';
  const key = from * 16_777_216 + to;
  const known = transitions.get(key);
  if (known !== undefined) return known;
  const before = codesOf(from);
  const after = codesOf(to);
  const isAdded = (from & to) === from && before.every(code => after.includes(code));
  const codes = isAdded ? after.filter(code => !before.includes(code)) : from === 0 ? after : ['', ...after];
  const sequence = `\u001b[${codes.join(';')}m`;
  if (transitions.size > 4096) transitions.clear();
  transitions.set(key, sequence);
  return sequence;
};
