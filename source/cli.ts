import {readFileSync} from 'node:fs';
import {systemClock} from './clock.ts';
import {type Parsed, parseArgv} from './headless/argv.ts';
import {commands} from './headless/commands.ts';
import {exitCodes} from './headless/exit.ts';
import type {FlagValues} from './headless/flag.ts';
import {commandHelp, programHelp} from './headless/help.ts';
import {askOn, flushed, inputFrom, lossOf, outputTo, writeTo} from './headless/streams.ts';

/** How long (ms) a command that was told to end may take to close what it has open. */
const patience = 3000;

const endingSignals = {SIGINT: 2, SIGTERM: 15, SIGHUP: 1, SIGQUIT: 3} as const;

const version = (): string => {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  const parsed: unknown = JSON.parse(text);
  return typeof parsed === 'object' && parsed !== null && 'version' in parsed ? String(parsed.version) : '?';
};

const help = (name: string | null): string => {
  const width = Math.min(100, process.stdout.columns ?? 80);
  const command = commands.find(each => each.name === name);
  return command ? commandHelp(command, width) : programHelp(commands, width);
};

const say = (...sentences: readonly string[]): void => {
  process.stderr.write(`${sentences.filter(sentence => sentence !== '').join(' ')}\n`);
};

/** Runs a command without the screen. ^C and signals ask it to end, and end it where it does not. */
const runHeadless = async (parsed: Extract<Parsed, {kind: 'command'}>): Promise<number> => {
  const command = commands.find(each => each.name === parsed.name);
  if (!command) return exitCodes.wrong;
  const [{runCommand}, {paint}] = await Promise.all([import('./headless/run.ts'), import('./tui/theme.ts')]);
  const ending = new AbortController();
  let signalled: keyof typeof endingSignals | undefined;
  const end = (signal: keyof typeof endingSignals): void => {
    if (signalled) return;
    signalled = signal;
    ending.abort();
    systemClock.after(patience, () => process.exit(128 + endingSignals[signal]));
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const)
    process.on(signal, () => end(signal));
  let closed: number | undefined;
  const out = outputTo(process.stdout, error => {
    closed = lossOf(error) === null ? exitCodes.fine : exitCodes.unmet;
    ending.abort();
    systemClock.after(patience, () => process.exit(closed));
  });
  const code = await runCommand({
    command,
    names: parsed.names,
    flags: parsed.flags,
    commands,
    clock: systemClock,
    io: {
      out,
      err: outputTo(process.stderr, () => {}),
      input: inputFrom(process.stdin),
      paint,
      ask: askOn(process.stdin, process.stderr, ending.signal),
      async lendTerminal() {
        if (!process.stdin.isTTY || !process.stdout.isTTY) return null;
        const {lend} = await import('./tui/terminal/lend.ts');
        const loan = lend({input: process.stdin, output: process.stdout}, isRaw =>
          process.stdin.setRawMode(isRaw),
        );
        return {
          tty: loan.tty,
          takeBack() {
            loan.takeBack();
            process.stdin.setRawMode(false);
            process.stdin.pause();
          },
        };
      },
      writeBytes: (to, bytes) => writeTo(process[to], bytes),
      servePractice: async options => {
        const {servePractice} = await import('./practice/main.ts');
        await servePractice(options, {
          out: process.stdout,
          err: process.stderr,
          input: process.stdin,
          environment: process.env,
          signal: ending.signal,
          clock: systemClock,
        });
      },
      signal: ending.signal,
    },
  });
  if (closed !== undefined) return closed;
  return signalled === undefined || signalled === 'SIGINT' ? code : 128 + endingSignals[signalled];
};

/** Runs the monitor; Ink and React are loaded here and nowhere else. */
const runScreen = async (flags: FlagValues): Promise<number> => {
  const [missing] = [
    process.stdout.isTTY ? '' : 'Standard output',
    process.stdin.isTTY ? '' : 'Standard input',
  ].filter(name => name !== '');
  if (missing !== undefined) {
    say(
      `${missing} is not a terminal, and the monitor needs one.`,
      'kafka-lab status says the same without the screen.',
    );
    return exitCodes.wrong;
  }
  const {setFlagsFromString} = await import('node:v8');
  // To optimise the layout's WebAssembly takes 10 MiB that the C library then keeps, and saves no time that could be seen.
  // It must be said before that is loaded.
  setFlagsFromString('--no-wasm-tier-up --no-wasm-dynamic-tiering');
  const [{runMonitor}, {readConfig}, {UserError}] = await Promise.all([
    import('./tui/run.ts'),
    import('./config.ts'),
    import('./errors.ts'),
  ]);
  try {
    const running = runMonitor({config: readConfig({flags}), clock: systemClock});
    // It runs for days beside what it watches: a heap that grows less is worth the collections, once it is on screen. To
    // optimise for size would tidy up thrice as often, for a twentieth less memory.
    setFlagsFromString('--heap-growing-percent=10 --semi-space-growth-factor=1');
    return await running;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    say(error.message, error.next);
    return exitCodes.wrong;
  }
};

const run = async (argv: readonly string[]): Promise<number> => {
  const parsed = parseArgv(argv, commands);
  switch (parsed.kind) {
    case 'wrong':
      say(parsed.sentence, parsed.next);
      return exitCodes.wrong;
    case 'version':
      process.stdout.write(`${version()}\n`);
      return exitCodes.fine;
    case 'help':
      process.stdout.write(help(parsed.name));
      return exitCodes.fine;
    case 'command':
      return runHeadless(parsed);
    case 'monitor':
      return runScreen(parsed.flags);
  }
};

/** A fault of ours is one sentence, too; the screen was given back before this is called. */
const sayFault = (error: unknown): void => {
  const message = error instanceof Error ? error.message : String(error);
  say(`kafka-lab has a fault and cannot go on: ${message}.`, 'KAFKA_LAB_TRACE=1 shows where.');
  if (process.env.KAFKA_LAB_TRACE && error instanceof Error) process.stderr.write(`${error.stack}\n`);
};

/** Runs the program on its arguments, and ends it with its exit code. */
export const main = async (argv: readonly string[]): Promise<void> => {
  // Of libraries, on a screen that is drawn on: they mean nothing to who uses the program.
  process.noDeprecation = true;
  process.on('uncaughtException', error => {
    sayFault(error);
    process.exit(exitCodes.unmet);
  });
  // A closed pipe ends quietly, a full disk does not, also for help; who writes more than that listens for it, too.
  let isLost = false;
  process.stdout.on('error', error => {
    const loss = lossOf(error);
    if (isLost || loss === null) return;
    isLost = true;
    say(loss, 'Send it elsewhere, or make room, and try again.');
  });
  process.stderr.on('error', () => {});
  try {
    process.exitCode = await run(argv);
  } catch (error) {
    sayFault(error);
    process.exitCode = exitCodes.unmet;
  }
  await Promise.all([flushed(process.stdout), flushed(process.stderr)]);
  if (isLost) process.exitCode ||= exitCodes.unmet;
  // Whatever is still open must not keep a program that has ended.
  process.exit();
};
