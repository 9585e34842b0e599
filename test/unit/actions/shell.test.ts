import assert from 'node:assert/strict';
import {test} from 'node:test';
import {runShell, type Tty} from '../../../source/actions/shell.ts';
import type {ShellSize} from '../../../source/clients/docker/shell.ts';
import {until} from '../../support/engine.ts';
import {startShellEngine} from '../../support/shell-engine.ts';

interface FakeTty extends Tty {
  written(): string;
  type(text: string): void;
  resize(size: ShellSize): void;
  /** How many still listen. */
  listeners(): number;
}

const createTty = (): FakeTty => {
  const bytes = new Set<(bytes: Uint8Array) => void>();
  const resizes = new Set<(size: ShellSize) => void>();
  let written = '';
  return {
    size: {columns: 80, rows: 24},
    onBytes(listener) {
      bytes.add(listener);
      return () => void bytes.delete(listener);
    },
    onResize(listener) {
      resizes.add(listener);
      return () => void resizes.delete(listener);
    },
    async write(text) {
      written += text;
    },
    written: () => written,
    type: text => {
      for (const listener of bytes) listener(Buffer.from(text));
    },
    resize: size => {
      for (const listener of resizes) listener(size);
    },
    listeners: () => bytes.size + resizes.size,
  };
};

test('what is typed reaches the shell, what it writes the terminal, and its size follows', async context => {
  const engine = await startShellEngine(context);
  const tty = createTty();
  const running = runShell(engine.client, 'kafka1', tty);
  const shell = await engine.terminal;
  // A character in two pieces.
  shell.write(Buffer.from([0xc3]));
  shell.write(Buffer.from([0xa6, 0x23]));
  await until('it is written', () => tty.written().endsWith('æ#'));
  assert.match(tty.written(), /A shell in kafka1/);
  tty.type('ls\u0003\r');
  await until('it was typed', () => engine.typed() === 'ls\u0003\r');
  tty.resize({columns: 120, rows: 40});
  await until('the size has followed', () => engine.sizes.includes('120x40'));
  assert.equal(engine.sizes[0], '80x24');
  engine.exit(0);
  assert.deepEqual(await running, {isDone: true, answer: 'The shell in kafka1 has ended (exit code 0).'});
  assert.equal(tty.listeners(), 0);
});

test('a container that is killed ends its shell', async context => {
  const engine = await startShellEngine(context);
  const running = runShell(engine.client, 'kafka1', createTty());
  await engine.terminal;
  engine.exit(137);
  assert.match((await running).answer, /exit code 137/);
});

test('a connection that breaks is told, and so is a way out that was taken', async context => {
  const broken = await startShellEngine(context);
  const tty = createTty();
  const running = runShell(broken.client, 'kafka1', tty);
  (await broken.terminal).destroy();
  assert.deepEqual(await running, {
    isDone: false,
    answer: 'The connection to the shell in kafka1 broke.',
  });
  assert.equal(tty.listeners(), 0);

  const hung = await startShellEngine(context);
  const other = createTty();
  const leaving = runShell(hung.client, 'kafka1', other);
  await hung.terminal;
  await until('it is listened to', () => other.listeners() > 0);
  other.type('\u001d');
  assert.deepEqual(await leaving, {isDone: true, answer: 'The shell in kafka1 was left.'});
});

test('a container that does not run, or has no shell, is a sentence', async context => {
  const stopped = await startShellEngine(context, {status: 409, message: 'container kafka1 is not running'});
  const refused = await runShell(stopped.client, 'kafka1', createTty());
  assert.deepEqual(refused, {
    isDone: false,
    answer: 'kafka1: Docker answered 409: container kafka1 is not running',
  });
  const bare = await startShellEngine(context);
  const running = runShell(bare.client, 'akhq', createTty());
  await bare.terminal;
  bare.exit(127);
  assert.deepEqual(await running, {isDone: false, answer: 'akhq has no shell (exit code 127).'});
});
