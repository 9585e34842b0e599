import {readFileSync} from 'node:fs';
import {parseArgv} from './headless/argv.ts';
import {commands} from './headless/commands.ts';
import {commandHelp, programHelp} from './headless/help.ts';

const helpWidth = (): number => Math.min(100, process.stdout.columns ?? 80);

const version = (): string => {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  const parsed: unknown = JSON.parse(text);
  return typeof parsed === 'object' && parsed !== null && 'version' in parsed
    ? String(parsed.version)
    : 'unknown';
};

/** Runs the program on its arguments, and sets the exit code. */
export const main = async (argv: readonly string[]): Promise<void> => {
  const parsed = parseArgv(argv, commands);
  switch (parsed.kind) {
    case 'wrong':
      process.stderr.write(`${parsed.sentence} ${parsed.next}\n`);
      process.exitCode = 64;
      return;
    case 'version':
      process.stdout.write(`${version()}\n`);
      return;
    case 'help': {
      const command = commands.find(each => each.name === parsed.name);
      process.stdout.write(command ? commandHelp(command, helpWidth()) : programHelp(commands, helpWidth()));
      return;
    }
    case 'command':
    case 'monitor':
      process.stderr.write('Not yet.\n');
      process.exitCode = 1;
  }
};
