import {type Glyphs, glyphsFor} from '../format/glyphs.ts';
import type {Line, Span, Tone} from '../format/line.ts';
import {isClean, sanitize} from '../format/sanitize.ts';

export interface ThemeOptions {
  readonly hasColour: boolean;
  readonly isAscii: boolean;
}

/** How tones look on this terminal, and the signs that it can draw. */
export interface Theme extends ThemeOptions {
  readonly glyphs: Glyphs;
}

export const createTheme = ({hasColour, isAscii}: ThemeOptions): Theme => ({
  hasColour,
  isAscii,
  glyphs: glyphsFor(isAscii),
});

/** SGR codes that begin and end an attribute. */
interface Code {
  readonly on: number;
  readonly off: number;
}

const bold: Code = {on: 1, off: 22};
const dim: Code = {on: 2, off: 22};
const underline: Code = {on: 4, off: 24};
const inverse: Code = {on: 7, off: 27};
const colour = (on: number): Code => ({on, off: 39});

/**
 * Only the 16 colours that the user's own terminal theme defines, and of these none that is unreadable on black or on
 * white; body text has no colour.
 */
const coloured: Readonly<Record<Tone, readonly Code[]>> = {
  good: [colour(32)],
  warn: [colour(33)],
  bad: [colour(31), bold],
  info: [colour(36)],
  muted: [dim],
  accent: [colour(36), bold],
  practice: [colour(35), inverse],
  title: [bold],
  none: [],
};

const colourless: Readonly<Record<Tone, readonly Code[]>> = {
  good: [],
  warn: [bold],
  bad: [bold, underline],
  info: [],
  muted: [],
  accent: [bold],
  practice: [inverse],
  title: [bold],
  none: [],
};

const codesOf = (span: Span, {hasColour}: ThemeOptions): ReadonlySet<Code> => {
  const codes = new Set((hasColour ? coloured : colourless)[span.tone ?? 'none']);
  if (span.bold) codes.add(bold);
  if (span.dim && hasColour) codes.add(dim);
  if (span.inverse) codes.add(inverse);
  if (span.underline) codes.add(underline);
  // Bold and faint end with the same code and cannot be had together.
  if (codes.has(bold)) codes.delete(dim);
  return codes;
};

/** What stands before and after a text. */
interface Sequences {
  readonly on: string;
  readonly off: string;
}

/** There are some dozens of styles, and a screen is a thousand spans. */
const known = new Map<string, Sequences>();

const sequencesOf = (span: Span, theme: ThemeOptions): Sequences => {
  const flag = (isOn: boolean | undefined): number => (isOn ? 1 : 0);
  const key = `${span.tone} ${flag(span.bold)}${flag(span.dim)}${flag(span.inverse)}${flag(span.underline)}${flag(theme.hasColour)}`;
  const there = known.get(key);
  if (there) return there;
  const codes = [...codesOf(span, theme)];
  const on = codes.map(code => `\u001b[${code.on}m`).join('');
  const off = codes
    .map(code => `\u001b[${code.off}m`)
    .reverse()
    .join('');
  known.set(key, {on, off});
  return {on, off};
};

const paintSpan = (span: Span, theme: ThemeOptions): string => {
  const text = isClean(span.text) ? span.text : sanitize(span.text);
  if (text === '') return '';
  const {on, off} = sequencesOf(span, theme);
  return on + text + off;
};

/** A line as text with SGR sequences, each ended within the line. No other control sequence can come out. */
export const paint = (line: Line, theme: ThemeOptions): string =>
  line.reduce((text, span) => text + paintSpan(span, theme), '');
