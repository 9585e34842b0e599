const esc = '\u001b';

const modifiers = [
  ['', ''],
  [';2', 'shift+'],
  [';3', 'alt+'],
  [';4', 'alt+shift+'],
  [';5', 'ctrl+'],
  [';6', 'ctrl+shift+'],
  [';7', 'ctrl+alt+'],
  [';8', 'ctrl+alt+shift+'],
] as const;

const letterKeys = {A: 'up', B: 'down', C: 'right', D: 'left', F: 'end', H: 'home'} as const;
const functionLetters = {P: 'f1', Q: 'f2', R: 'f3', S: 'f4'} as const;
const numberedKeys = {
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
} as const;

/** What terminals in use send for a key (xterm, VTE, rxvt, tmux, the Linux console, PuTTY), and the chord it is. */
export const keySequences: readonly (readonly [sequence: string, chord: string])[] = [
  ...modifiers.flatMap(([parameter, prefix]) => [
    ...Object.entries({...letterKeys, ...functionLetters}).map(([letter, name]) => {
      const sequence = parameter === '' ? `${esc}[${letter}` : `${esc}[1${parameter}${letter}`;
      return [sequence, prefix + name] as const;
    }),
    ...Object.entries(numberedKeys).map(
      ([number, name]) => [`${esc}[${number}${parameter}~`, prefix + name] as const,
    ),
  ]),
  ...Object.entries({...letterKeys, ...functionLetters}).map(
    ([letter, name]) => [`${esc}O${letter}`, name] as const,
  ),
  [`${esc}[E`, 'begin'],
  [`${esc}[Z`, 'shift+tab'],
  [`${esc}[1;2Z`, 'shift+tab'],
  [`${esc}OM`, 'enter'],
  [`${esc}Oj`, '*'],
  [`${esc}Ok`, '+'],
  [`${esc}Op`, '0'],
  [`${esc}Oy`, '9'],
  [`${esc}O5A`, 'ctrl+up'],
  [`${esc}Oa`, 'ctrl+up'],
  [`${esc}[a`, 'shift+up'],
  [`${esc}[5$`, 'shift+pageup'],
  [`${esc}[5^`, 'ctrl+pageup'],
  [`${esc}[5@`, 'ctrl+shift+pageup'],
  [`${esc}[[A`, 'f1'],
  [`${esc}[[E`, 'f5'],
  [`${esc}[100;5u`, 'ctrl+d'],
  [`${esc}[113u`, 'q'],
  [`${esc}[27;5;100~`, 'ctrl+d'],
];

/** What a terminal may send besides keys: reports that were asked for by someone else, or by no one. */
export const reports: readonly string[] = [
  `${esc}[<0;10;5M`,
  `${esc}[<0;10;5m`,
  `${esc}[<64;120;45M`,
  `${esc}[32;10;5M`,
  `${esc}[M !!`,
  `${esc}[Mqqq`,
  `${esc}[I`,
  `${esc}[O`,
  `${esc}[24;80R`,
  `${esc}[?1;2c`,
  `${esc}[>0;276;0c`,
  `${esc}[?2026;2$y`,
  `${esc}[?997;1n`,
  `${esc}[8;24;80t`,
  `${esc}[?1u`,
  `${esc}]11;rgb:1e1e/1e1e/1e1e${esc}\\`,
  `${esc}]10;rgb:ffff/ffff/ffff\u0007`,
  `${esc}]52;c;cXVpdA==${esc}\\`,
  `${esc}P>|XTerm(379)${esc}\\`,
  `${esc}P1$r0m${esc}\\`,
  `${esc}_Gi=31;OK${esc}\\`,
  `${esc}[99999999q`,
];
