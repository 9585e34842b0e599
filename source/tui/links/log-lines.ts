import type {Line, Tone} from '../../format/line.ts';
import type {LogView} from '../../store/ui.ts';

/** A line of a container's log as it came; `notice` is something that we say of the log ourselves. */
export interface LogItem {
  readonly container: string;
  readonly text: string;
  readonly isNotice: boolean;
}

type Severity = 'error' | 'warning' | 'other';

const severities: readonly (readonly [RegExp, Severity])[] = [
  [/\b(ERROR|FATAL|SEVERE|PANIC)\b/, 'error'],
  [/\bWARN(ING)?\b/, 'warning'],
];

/** The level stands near the start; further on it may be part of a message. */
const head = 200;

const severityOf = (text: string): Severity =>
  severities.find(([pattern]) => pattern.test(text.slice(0, head)))?.[1] ?? 'other';

/** Lines that go on with the one before: a Java exception with its trace, or an indented rest. */
const continues = /^(?:\s|Caused by: |Suppressed: |\.\.\. \d+ more|[\w$]+(?:\.[\w$]+)+(?:Exception|Error)\b)/;

/** A line and those that go on with it. */
interface Entry {
  readonly first: LogItem;
  readonly severity: Severity;
  readonly rest: LogItem[];
}

const entriesOf = (items: readonly LogItem[]): readonly Entry[] => {
  const entries: Entry[] = [];
  const open = new Map<string, Entry>();
  for (const item of items) {
    const before = open.get(item.container);
    if (before && !item.isNotice && continues.test(item.text)) {
      before.rest.push(item);
      continue;
    }
    const entry: Entry = {first: item, severity: item.isNotice ? 'warning' : severityOf(item.text), rest: []};
    entries.push(entry);
    open.set(item.container, entry);
  }
  return entries;
};

const wanted: Readonly<Record<LogView['level'], readonly Severity[]>> = {
  all: ['error', 'warning', 'other'],
  warnings: ['error', 'warning'],
  errors: ['error'],
};

const tones: Readonly<Record<Severity, Tone | undefined>> = {
  error: 'bad',
  warning: 'warn',
  other: undefined,
};

/** A trace is folded to the exception, which says what happened, where there are more lines than these. */
const foldable = 2;

const shownLevel: Readonly<Record<LogView['level'], string>> = {
  all: '',
  warnings: 'Only warnings and errors',
  errors: 'Only errors',
};

/**
 * A log as it is read: of the levels that are wanted, a trace with the line that it belongs to, folded or whole, and
 * what is not shown said above. The container leads each line where there are several.
 */
export const logLines = (
  items: readonly LogItem[],
  dropped: number,
  containers: readonly string[],
  view: LogView,
): readonly Line[] => {
  const width = Math.max(...containers.map(name => name.length));
  const lineOf = ({container, text, isNotice}: LogItem, tone: Tone | undefined): Line => [
    ...(containers.length > 1 ? [{text: `${container.padEnd(width)} `, tone: 'accent' as const}] : []),
    {text, ...(tone ? {tone} : {}), ...(isNotice ? {bold: true} : {})},
  ];
  const entries = entriesOf(items);
  const shown = entries.filter(
    ({severity, first}) => first.isNotice || wanted[view.level].includes(severity),
  );
  const above = [
    ...(dropped > 0 ? [`${dropped} older lines were dropped.`] : []),
    ...(view.level === 'all'
      ? []
      : [`${shownLevel[view.level]}: ${shown.length} of ${entries.length} entries.`]),
  ];
  return [
    ...above.map((text): Line => [{text: ` ${text}`, tone: 'muted'}]),
    ...shown.flatMap(({first, severity, rest}): readonly Line[] => {
      const lines = [first, ...rest].map(item => lineOf(item, tones[severity]));
      if (!view.isFolded || rest.length <= foldable) return lines;
      return [...lines.slice(0, 2), lineOf({...first, text: `    … ${rest.length - 1} more lines`}, 'muted')];
    }),
  ];
};
