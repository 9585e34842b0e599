import {exercises} from '../../exercises/index.ts';
import type {Usage} from '../argv.ts';
import {monitorUsage} from '../argv.ts';
import type {Command, Context} from '../command.ts';
import {exitCodes, wrongUsage} from '../exit.ts';
import {commonFlags, type Flag} from '../flag.ts';

const flagsOf = (usage: Usage): readonly Flag[] => [...usage.flags, ...commonFlags];

const isFile = ({value}: Flag): boolean => value === 'FILE';

const spelt = (flags: readonly Flag[]): string => flags.map(flag => `--${flag.name}`).join(' ');

/** Flags that take a value: the word after one is no command. */
const taking = (commands: readonly Command[]): readonly string[] =>
  allFlags(commands)
    .filter(flag => flag.type !== 'boolean')
    .map(flag => `--${flag.name}`);

/** Every flag that there is, once. */
const allFlags = (commands: readonly Command[]): readonly Flag[] => {
  const all = [...flagsOf(monitorUsage), ...commands.flatMap(command => command.flags)];
  return all.filter((flag, index) => all.findIndex(each => each.name === flag.name) === index);
};

const ids = exercises.map(({id}) => id).join(' ');

/** What may follow a command's first word, as far as it is known beforehand. */
const followers = ({words = {}}: Command): readonly (readonly [word: string, next: string])[] =>
  Object.entries(words).map(([word, next]) => [word, next === 'exercise' ? ids : '']);

const firstWords = ({words = {}}: Command): string => Object.keys(words).join(' ');

const bash = (commands: readonly Command[]): string => `# kafka-lab completion for bash
_kafka_lab() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} command= word= i
  for ((i = 1; i < COMP_CWORD; i++)); do
    case \${COMP_WORDS[i]} in
      ${taking(commands).join('|')}) ((i++)) ;;
      -*) ;;
      *) if [[ -n $command ]]; then word=\${COMP_WORDS[i]}; break; fi; command=\${COMP_WORDS[i]} ;;
    esac
  done
  case $previous in
${allFlags(commands)
  .filter(({choices}) => choices)
  .map(
    flag =>
      `    --${flag.name}) COMPREPLY=($(compgen -W '${flag.choices?.join(' ')}' -- "$current")); return ;;`,
  )
  .join('\n')}
    ${allFlags(commands)
      .filter(isFile)
      .map(flag => `--${flag.name}`)
      .join('|')}) COMPREPLY=($(compgen -f -- "$current")); return ;;
  esac
  case "$command $word" in
${commands
  .flatMap(command =>
    followers(command).map(
      ([word, next]) =>
        `    '${command.name} ${word}') COMPREPLY=($(compgen -W '${`${next} ${spelt(flagsOf(command))}`.trim()}' -- "$current")); return ;;\n`,
    ),
  )
  .join('')}  esac
  case $command in
${commands
  .map(command => `    ${command.name}) COMPREPLY=($(compgen -W '${words(command)}' -- "$current")) ;;`)
  .join('\n')}
    *) COMPREPLY=($(compgen -W '${[...commands.map(({name}) => name), spelt(flagsOf(monitorUsage))].join(' ')}' -- "$current")) ;;
  esac
}
complete -F _kafka_lab kafka-lab
`;

/** What may follow a command: its verbs, and its flags. */
const words = (command: Command): string => `${firstWords(command)} ${spelt(flagsOf(command))}`.trim();

const quoted = (text: string): string => text.replaceAll("'", "'\\''");

const zshFlag = (flag: Flag): string => {
  const help = quoted(flag.help).replaceAll('[', '\\[').replaceAll(']', '\\]').replaceAll(':', '\\:');
  const many = flag.isMultiple ? '*' : '';
  if (flag.type === 'boolean') return `'${many}--${flag.name}[${help}]'`;
  const action = flag.choices ? `(${flag.choices.join(' ')})` : isFile(flag) ? '_files' : ' ';
  return `'${many}--${flag.name}=[${help}]:${flag.name}:${action}'`;
};

const zsh = (commands: readonly Command[]): string => `#compdef kafka-lab
_kafka_lab() {
  local -a commands
  commands=(
${commands.map(({name, summary}) => `    '${name}:${quoted(summary).replaceAll(':', '\\:')}'`).join('\n')}
  )
  local line state
  _arguments -C ${flagsOf(monitorUsage).map(zshFlag).join(' ')} '1: :->command' '*::argument:->arguments'
  case $state in
    command) _describe command commands ;;
    arguments)
      case $line[1] in
${commands
  .map(
    command =>
      `        ${command.name}) _arguments ${flagsOf(command).map(zshFlag).join(' ')} '1: :(${firstWords(command)})' '*: :(${followers(command).find(([, next]) => next !== '')?.[1] ?? ''})' ;;`,
  )
  .join('\n')}
      esac
      ;;
  esac
}
compdef _kafka_lab kafka-lab
`;

const fishFlag = (flag: Flag, when: string): string => {
  const value =
    flag.type === 'boolean'
      ? ''
      : flag.choices
        ? ` -x -a '${flag.choices.join(' ')}'`
        : isFile(flag)
          ? ' -r -F'
          : ' -x';
  return `complete -c kafka-lab -n '${when}' -l ${flag.name}${value} -d '${flag.help.replaceAll("'", "\\'")}'`;
};

const fish = (commands: readonly Command[]): string => {
  const noCommand = `not __fish_seen_subcommand_from ${commands.map(({name}) => name).join(' ')}`;
  return `${[
    '# kafka-lab completion for fish',
    'complete -c kafka-lab -f',
    ...commands.map(
      ({name, summary}) =>
        `complete -c kafka-lab -n '${noCommand}' -a ${name} -d '${summary.replaceAll("'", "\\'")}'`,
    ),
    ...flagsOf(monitorUsage).map(flag => fishFlag(flag, noCommand)),
    ...commands.flatMap(command =>
      flagsOf(command).map(flag => fishFlag(flag, `__fish_seen_subcommand_from ${command.name}`)),
    ),
    ...commands
      .filter(({words = {}}) => Object.keys(words).length > 0)
      .map(
        command =>
          `complete -c kafka-lab -n '__fish_seen_subcommand_from ${command.name}; and not __fish_seen_subcommand_from ${firstWords(command)}' -a '${firstWords(command)}'`,
      ),
    ...commands.flatMap(command =>
      followers(command)
        .filter(([, next]) => next !== '')
        .map(
          ([word, next]) =>
            `complete -c kafka-lab -n '__fish_seen_subcommand_from ${command.name}; and __fish_seen_subcommand_from ${word}' -a '${next}'`,
        ),
    ),
  ].join('\n')}\n`;
};

const makers: Readonly<Record<string, (commands: readonly Command[]) => string>> = {bash, zsh, fish};
const shells = Object.keys(makers);

/** Prints the completions of a shell, made from the table of commands. */
export const run = async ({names: [shell = ''], commands, io}: Context): Promise<number> => {
  const make = makers[shell];
  if (!make)
    throw wrongUsage(`There are no completions for ${shell}.`, `There are some for ${shells.join(', ')}.`);
  await io.out.write(make(commands));
  return exitCodes.fine;
};
