const named: Readonly<Record<string, string>> = {
  up: '\u001b[A',
  down: '\u001b[B',
  right: '\u001b[C',
  left: '\u001b[D',
  home: '\u001b[H',
  end: '\u001b[F',
  insert: '\u001b[2~',
  delete: '\u001b[3~',
  pageup: '\u001b[5~',
  pagedown: '\u001b[6~',
  'shift+tab': '\u001b[Z',
  tab: '\t',
  enter: '\r',
  escape: '\u001b',
  space: ' ',
  backspace: '\u007f',
};

/** The bytes that a terminal sends for a chord. */
export const bytesOf = (chord: string): string => {
  const bytes = named[chord];
  if (bytes !== undefined) return bytes;
  const letter = /^ctrl\+([a-z])$/.exec(chord)?.[1];
  if (letter) return String.fromCharCode(letter.charCodeAt(0) - 0x60);
  if ([...chord].length !== 1) throw new Error(`No terminal sends the chord ${JSON.stringify(chord)}.`);
  return chord;
};
