import assert from 'node:assert/strict';
import path from 'node:path';
import {after, afterEach, describe, it} from 'node:test';
import {fitLine, plain} from '../../source/format/line.ts';
import {until} from '../support/engine.ts';
import {isAlive} from '../support/processes.ts';
import {
  openPseudoTerminal,
  type PseudoTerminal,
  type PseudoTerminalOptions,
} from '../support/pseudo-terminal.ts';
import {seamLines} from './seam-lines.ts';

const app = `${process.execPath} --import tsx ${path.join(import.meta.dirname, 'seam-app.tsx')}`;
const env = {NODE_ENV: 'production', NODE_PATH: undefined};

let open: PseudoTerminal[] = [];
const closeAll = async (): Promise<void> => {
  await Promise.all(open.map(terminal => terminal.close()));
  open = [];
};
afterEach(closeAll);
after(closeAll);

const start = (program: string, parameters: readonly string[], options: PseudoTerminalOptions = {}) => {
  const terminal = openPseudoTerminal(program, parameters, {...options, env: {...env, ...options.env}});
  open.push(terminal);
  return terminal;
};

/** The program under a shell that restores nothing by itself, and then says how it found the terminal. */
const startApp = async (options: PseudoTerminalOptions = {}) => {
  const terminal = start('/bin/sh', ['-c', `${app}; echo "code=$?"; stty -a; echo end of shell`], options);
  await terminal.waitFor(/^seam .*tick 0/);
  return terminal;
};

const pidOf = (terminal: PseudoTerminal): number => Number(/pid (\d+)/.exec(terminal.screen()[0] ?? '')?.[1]);

const isTakenOver = ({emulator}: PseudoTerminal): boolean =>
  emulator.isAlternate && !emulator.isCursorVisible && emulator.isPasteBracketed;

const isGivenBack = ({emulator}: PseudoTerminal): boolean =>
  !emulator.isAlternate &&
  emulator.isCursorVisible &&
  !emulator.isPasteBracketed &&
  !emulator.isSynchronized &&
  !emulator.isMouseTracked;

const expected = (
  size: {readonly columns: number; readonly rows: number},
  tick: number,
  note: string,
): string[] => seamLines(size, tick, note).map(line => plain(fitLine(line, size.columns)).trimEnd());

const wrongRows = (terminal: PseudoTerminal, tick: number, note: string): readonly string[] => {
  const shown = terminal.screen();
  return expected(terminal.emulator, tick, note).filter((row, at) => row !== shown[at]);
};

const waitForRows = (terminal: PseudoTerminal, tick: number, note: string): Promise<void> =>
  terminal.waitFor(() => wrongRows(terminal, tick, note).length === 0);

describe('the seam in a real terminal', () => {
  it('draws wide glyphs right, change after change', async () => {
    const terminal = await startApp({columns: 100, rows: 30});
    assert.ok(isTakenOver(terminal));
    const note = `pid ${pidOf(terminal)} `;
    await waitForRows(terminal, 0, note);
    for (let tick = 1; tick <= 20; tick++) {
      terminal.send('n');
      await waitForRows(terminal, tick, note);
    }
  });

  it('ends a resize storm without one wrong row', async () => {
    const terminal = await startApp();
    const note = `pid ${pidOf(terminal)} `;
    const sizes = [
      [120, 40],
      [100, 30],
      [100, 20],
      [140, 20],
      [140, 45],
      [60, 45],
      [60, 12],
      [200, 50],
      [81, 25],
    ] as const;
    for (let round = 0; round < 5; round++) {
      for (const [columns, rows] of sizes) {
        terminal.resize(columns, rows);
        terminal.send('n');
        // Now and then the program is given the time to draw in the middle.
        if (round % 2 === 0)
          await terminal.waitFor(screen => screen[0]?.includes(`${columns}x${rows}`) ?? false);
      }
    }
    await waitForRows(terminal, 5 * sizes.length, note);
  });

  it('writes nothing while nothing changes, and keeps noise off the screen', async () => {
    const terminal = await startApp();
    terminal.send('l');
    await terminal.waitFor(/noise made/);
    terminal.takeRead();
    terminal.send('l');
    terminal.send('\u001b[A');
    await terminal.waitFor(/pressed up/);
    assert.doesNotMatch(terminal.takeRead(), /noise$|log|stream|warning/);
    assert.deepEqual(wrongRows(terminal, 0, 'pressed up '), []);
    terminal.send('q');
    await terminal.waitFor(/^closed, kept [1-9]/);
  });

  it('takes a split key for one key and a paste for a paste', async () => {
    const terminal = await startApp();
    terminal.send('\u001b');
    terminal.send('[');
    terminal.send('A');
    await terminal.waitFor(/pressed up/);
    terminal.send('\u001b[200~qqxcr\u001b[201~');
    await terminal.waitFor(/pasted 5/);
    terminal.send('\u001b');
    await terminal.waitFor(/pressed escape/);
  });
});

describe('every way out gives the terminal back', () => {
  const keyed: readonly (readonly [string, string, string, RegExp | null])[] = [
    ['quitting', 'q', '0', /^closed/],
    ['process.exit', 'x', '7', null],
    ['an uncaught error', 'c', '1', /Error: thrown/],
    ['an unhandled rejection', 'r', '1', /Error: rejected/],
    ['an error in drawing', 'b', '1', /^failed: drawing failed/],
  ];
  const check = async (terminal: PseudoTerminal, code: string): Promise<void> => {
    await terminal.waitForEnd();
    const text = terminal.screen().join('\n');
    assert.match(text, new RegExp(`^code=${code}$`, 'm'));
    assert.match(text, /(?:^|\s)icanon/m);
    assert.match(text, /(?:^|\s)echo(?:\s|$)/m);
    assert.ok(isGivenBack(terminal), text);
  };

  for (const [way, key, code, said] of keyed) {
    it(way, async () => {
      const terminal = await startApp({rows: 60});
      terminal.send(key);
      await check(terminal, code);
      if (said)
        assert.ok(
          terminal.screen().some(row => said.test(row)),
          terminal.screen().join('\n'),
        );
    });
  }

  for (const [signal, code] of [
    ['SIGTERM', '143'],
    ['SIGINT', '130'],
    ['SIGHUP', '129'],
    ['SIGQUIT', '131'],
  ] as const) {
    it(signal, async () => {
      const terminal = await startApp({rows: 60});
      process.kill(pidOf(terminal), signal);
      await check(terminal, code);
    });
  }

  it('also while it draws a hundred times a second', async () => {
    const terminal = await startApp({rows: 60});
    terminal.send('m');
    await terminal.waitFor(/tick [1-9]/);
    process.kill(pidOf(terminal), 'SIGTERM');
    await check(terminal, '143');
  });
});

describe('a connection that drops', () => {
  it('ends the program', async () => {
    const terminal = await startApp();
    const pid = pidOf(terminal);
    terminal.send('m');
    await terminal.waitFor(/tick [1-9]/);
    terminal.hangUp();
    await until('the program has ended', () => !isAlive(pid));
  });
});

describe('^Z and fg', () => {
  const prompt = /^shell\$$/;
  const startShell = async () => {
    const terminal = start('/bin/bash', ['--norc', '--noprofile', '-i'], {env: {PS1: 'shell$ '}});
    await terminal.waitFor(prompt);
    return terminal;
  };
  const sizeRow = ({emulator}: PseudoTerminal): RegExp =>
    new RegExp(`^seam ${emulator.columns}x${emulator.rows} `);

  for (const [how, command] of [
    ['directly', app],
    ['as a child of another program, as under npm', `sh -c '${app}; true'`],
  ] as const) {
    it(`stop and go on, again and again, started ${how}`, async () => {
      const terminal = await startShell();
      terminal.send(`${command}\r`);
      await terminal.waitFor(/^seam .*tick 0/);
      const note = `pid ${pidOf(terminal)} `;
      for (let time = 1; time <= 5; time++) {
        terminal.send('\u001a');
        await terminal.waitFor(/Stopped/);
        assert.ok(!terminal.emulator.isAlternate && terminal.emulator.isCursorVisible);
        terminal.resize(80 + time, 24 + time);
        terminal.send('clear; fg\r');
        await terminal.waitFor(sizeRow(terminal));
        await terminal.waitFor(() => isTakenOver(terminal));
        terminal.send('n');
        await waitForRows(terminal, time, note);
        assert.ok(isTakenOver(terminal));
      }
      terminal.send('q');
      await terminal.waitFor(/^closed/);
      terminal.send('exit\r');
      assert.equal((await terminal.waitForEnd()).signal, 0);
    });
  }
});
