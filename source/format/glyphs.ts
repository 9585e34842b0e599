/** Every sign that is drawn and is no letter. All of them take one cell, and none is drawn as an emoji anywhere. */
export interface Glyphs {
  readonly ellipsis: string;
  readonly border: {
    readonly topLeft: string;
    readonly top: string;
    readonly topRight: string;
    readonly right: string;
    readonly bottomRight: string;
    readonly bottom: string;
    readonly bottomLeft: string;
    readonly left: string;
  };
  readonly horizontal: string;
  readonly vertical: string;
  /** States of a container, broker, connector or task. */
  readonly state: {
    readonly up: string;
    readonly down: string;
    readonly partial: string;
    readonly paused: string;
    readonly failed: string;
    readonly unknown: string;
    readonly warning: string;
    readonly waiting: string;
  };
  /** Cells of the partition x broker grid. */
  readonly replica: {
    readonly leader: string;
    readonly inSync: string;
    readonly outOfSync: string;
    readonly offline: string;
    /** In sync, and the preferred leader, but not the leader. */
    readonly preferred: string;
    readonly none: string;
  };
  /** From lowest to highest. */
  readonly levels: readonly string[];
  readonly bar: {readonly full: string; readonly empty: string};
  readonly up: string;
  readonly down: string;
  readonly right: string;
  readonly left: string;
  readonly selected: string;
  readonly marked: string;
  readonly yes: string;
  readonly no: string;
  readonly separator: string;
  readonly atLeast: string;
}

export const unicodeGlyphs: Glyphs = {
  ellipsis: '…',
  border: {
    topLeft: '╭',
    top: '─',
    topRight: '╮',
    right: '│',
    bottomRight: '╯',
    bottom: '─',
    bottomLeft: '╰',
    left: '│',
  },
  horizontal: '─',
  vertical: '│',
  state: {
    up: '●',
    down: '○',
    partial: '◐',
    paused: '‖',
    failed: '✗',
    unknown: '?',
    warning: '▲',
    waiting: '·',
  },
  replica: {leader: '◆', inSync: '●', outOfSync: '○', offline: '✗', preferred: '◇', none: '·'},
  levels: ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'],
  bar: {full: '█', empty: '░'},
  up: '▲',
  down: '▼',
  right: '→',
  left: '←',
  selected: '▌',
  marked: '◆',
  yes: '✓',
  no: '✗',
  separator: '·',
  atLeast: '≥',
};

export const asciiGlyphs: Glyphs = {
  ellipsis: '~',
  border: {
    topLeft: '+',
    top: '-',
    topRight: '+',
    right: '|',
    bottomRight: '+',
    bottom: '-',
    bottomLeft: '+',
    left: '|',
  },
  horizontal: '-',
  vertical: '|',
  state: {
    up: '*',
    down: 'o',
    partial: '%',
    paused: '=',
    failed: 'X',
    unknown: '?',
    warning: '!',
    waiting: '.',
  },
  replica: {leader: 'L', inSync: '*', outOfSync: 'o', offline: 'X', preferred: 'p', none: '.'},
  levels: ['_', '.', ':', '-', '=', '+', '*', '#'],
  bar: {full: '#', empty: '.'},
  up: '^',
  down: 'v',
  right: '>',
  left: '<',
  selected: '>',
  marked: '*',
  yes: 'y',
  no: 'x',
  separator: '-',
  atLeast: '>',
};

export const glyphsFor = (isAscii: boolean): Glyphs => (isAscii ? asciiGlyphs : unicodeGlyphs);

/** Signs that stand for themselves in text of ours and must not become `?` on an ASCII terminal. */
const replacements: Readonly<Record<string, string>> = {
  '…': '~',
  '↵': ' ',
  '→': '>',
  '←': '<',
  '↑': '^',
  '↓': 'v',
  '·': '-',
  '–': '-',
  '—': '-',
  '×': 'x',
  '≥': '>',
  '≤': '<',
  '‘': "'",
  '’': "'",
  '“': '"',
  '”': '"',
  '●': '*',
  '○': 'o',
  '◐': '%',
  '◆': '*',
  '◇': 'p',
  '▲': '^',
  '▼': 'v',
  '▌': '>',
  '█': '#',
  '░': '.',
  '✓': 'y',
  '✗': 'x',
  '✖': 'x',
  '‖': '=',
  '─': '-',
  '│': '|',
};

/** What an ASCII terminal is given for a grapheme of `width` cells: as many cells, never a byte above 0x7e. */
export const asciiFor = (grapheme: string, width: number): string => {
  const code = grapheme.charCodeAt(0);
  if (grapheme.length === 1 && code >= 0x2500 && code <= 0x257f) {
    return grapheme === '─' || grapheme === '═' ? '-' : grapheme === '│' || grapheme === '║' ? '|' : '+';
  }
  return replacements[grapheme] ?? '?'.repeat(width);
};
