import {monitorUsage, type Usage} from './argv.ts';
import {commonFlags, type Flag, targetFlags} from './flag.ts';

/** What help says of a command. */
export interface Described extends Usage {
  readonly summary: string;
  /** Longer remarks, one paragraph each. */
  readonly remarks?: readonly string[];
  readonly examples?: readonly string[];
  /** Words that may stand first after it, where they are known beforehand, and what each is followed by. */
  readonly words?: Readonly<Record<string, 'exercise' | null>>;
}

const written = (flag: Flag): string =>
  `--${flag.name}${flag.type === 'boolean' ? '' : ` ${flag.choices?.join('|') ?? flag.value ?? 'VALUE'}`}`;

/** Two columns, the second wrapped beside the first; where the first is too long the second stands below it. */
const columns = (rows: readonly (readonly [string, string])[], width: number): readonly string[] => {
  const left = Math.min(30, Math.max(...rows.map(([name]) => name.length)));
  return rows.flatMap(([name, text]) => {
    const wrapped = wrap(text, Math.max(20, width - left - 4));
    const first = name.length > left ? [`  ${name}`] : [];
    return [
      ...first,
      ...wrapped.map(
        (line, index) => `  ${(index === 0 && first.length === 0 ? name : '').padEnd(left)}  ${line}`,
      ),
    ];
  });
};

const flagRows = (flags: readonly Flag[]): readonly (readonly [string, string])[] =>
  flags.map(flag => [written(flag), flag.help]);

/** A paragraph in lines. Our own words take a cell a letter: nothing that measures cells is loaded for them. */
const wrap = (text: string, width: number): readonly string[] => {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
};

const isTargetFlag = (flag: Flag): boolean => targetFlags.some(target => target.name === flag.name);

const exitCodes = [
  ['0', 'fine'],
  ['1', 'a condition is not met (a lab that is not ready), or an action was refused or failed'],
  ['2', 'nothing could be reached'],
  ['3', 'answered, but partly'],
  ['64', 'wrong usage'],
] as const;

/** What `kafka-lab --help` prints, in lines of at most `width` characters. */
export const programHelp = (commands: readonly Described[], width: number): string =>
  [
    'A terminal monitor for a Kafka lab in containers, and for any Kafka cluster.',
    '',
    'Usage',
    '  kafka-lab [flags]            the monitor',
    '  kafka-lab COMMAND [flags]    without the screen',
    '',
    'Commands',
    ...columns(
      commands.map(command => [`${command.name} ${command.arguments}`.trim(), command.summary]),
      width,
    ),
    '',
    'Which cluster',
    ...columns(flagRows(targetFlags), width),
    '',
    'Other flags',
    ...columns(flagRows([...monitorUsage.flags.filter(flag => !isTargetFlag(flag)), ...commonFlags]), width),
    '',
    'Exit codes',
    ...columns(exitCodes, width),
    '',
    'Settings',
    ...wrap(
      'What is always meant can stand in ~/.config/kafka-lab/config.json, or in the file that KAFKA_LAB_CONFIG names; KAFKA_LAB_BOOTSTRAP and its like come before it, flags before both. The README lists them.',
      width - 2,
    ).map(line => `  ${line}`),
    '',
    'kafka-lab COMMAND --help says more about a command.',
    '',
  ].join('\n');

/** What `kafka-lab COMMAND --help` prints. */
export const commandHelp = (command: Described, width: number): string => {
  const own = command.flags.filter(flag => !isTargetFlag(flag));
  const target = command.flags.filter(isTargetFlag);
  return [
    `${command.summary[0]?.toUpperCase() ?? ''}${command.summary.slice(1)}.`,
    '',
    'Usage',
    `  ${['kafka-lab', command.name, command.arguments, '[flags]'].filter(word => word !== '').join(' ')}`,
    ...(command.remarks ?? []).flatMap(remark => ['', ...wrap(remark, width)]),
    '',
    'Flags',
    ...columns(flagRows([...own, ...commonFlags]), width),
    ...(target.length > 0 ? ['', 'Which cluster', ...columns(flagRows(target), width)] : []),
    ...(command.examples?.length ? ['', 'Examples', ...command.examples.map(line => `  ${line}`)] : []),
    '',
  ].join('\n');
};
