import type {Usage} from '../argv.ts';
import {monitorUsage} from '../argv.ts';
import type {Command, Context} from '../command.ts';
import {exitCodes, wrongUsage} from '../exit.ts';
import {commonFlags, type Flag} from '../flag.ts';

const flagsOf = (usage: Usage): readonly Flag[] => [...usage.flags, ...commonFlags];

const isFile = ({value}: Flag): boolean => value === 'FILE';

const spelt = (flags: readonly Flag[]): string => flags.map(flag => `--${flag.name}`).join(' ');

/** Flags that take a value: the word after one is no command. */
const taking = (commands: readonly Command[]): readonly string[] => [
  ...new Set(
    [...monitorUsage.flags, ...commands.flatMap(command => command.flags)]
      .filter(flag => flag.type !== 'boolean')
      .map(flag => `--${flag.name}`),
  ),
];

const choicesOf = (commands: readonly Command[]): readonly Flag[] => {
  const all = [...monitorUsage.flags, ...commands.flatMap(command => command.flags)];
  return all.filter(
    (flag, index) => flag.choices && all.findIndex(each => each.name === flag.name) === index,
  );
};

const bash = (commands: readonly Command[]): string => `# kafka-lab completion for bash
_kafka_lab() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} command= i
  for ((i = 1; i < COMP_CWORD; i++)); do
    case \${COMP_WORDS[i]} in
      ${taking(commands).join('|')}) ((i++)) ;;
      -*) ;;
      *) command=\${COMP_WORDS[i]}; break ;;
    esac
  done
  case $previous in
${choicesOf(commands)
  .map(
    flag =>
      `    --${flag.name}) COMPREPLY=($(compgen -W '${flag.choices?.join(' ')}' -- "$current")); return ;;`,
  )
  .join('\n')}
    ${monitorUsage.flags
      .filter(isFile)
      .map(flag => `--${flag.name}`)
      .join('|')}) COMPREPLY=($(compgen -f -- "$current")); return ;;
  esac
  case $command in
${commands
  .map(command => `    ${command.name}) COMPREPLY=($(compgen -W '${words(command)}' -- "$current")) ;;`)
  .join('\n')}
    *) COMPREPLY=($(compgen -W '${[...commands.map(({name}) => name), spelt(flagsOf(monitorUsage))].join(' ')}' -- "$current")) ;;
  esac
}
complete -F _kafka_lab kafka-lab
`;

/** Words that may follow a command: its flags, and the shells for completion itself. */
const words = (command: Command): string =>
  [...(command.name === 'completion' ? shells : []), spelt(flagsOf(command))].join(' ');

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
      `        ${command.name}) _arguments ${flagsOf(command).map(zshFlag).join(' ')} '*: :(${command.name === 'completion' ? shells.join(' ') : ''})' ;;`,
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
    `complete -c kafka-lab -n '__fish_seen_subcommand_from completion' -a '${shells.join(' ')}'`,
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
