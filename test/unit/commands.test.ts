import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import path from 'node:path';
import {test} from 'node:test';
import {until} from '../support/engine.ts';
import {isAlive} from '../support/processes.ts';

const module = path.resolve(import.meta.dirname, '../support/commands.mjs');

/** Runs commands (scripts of Node) as the runner does, in a process of its own, and waits for its end. */
const runAll = async (scripts: readonly string[], limit: number): Promise<string> => {
  const commands = scripts.map(script => [process.execPath, '--eval', script]);
  const program = `
    import {runSideBySide} from ${JSON.stringify(module)};
    const result = await runSideBySide(${JSON.stringify(commands)}, {limit: ${limit}});
    console.log('result', result);`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let out = '';
  child.stdout.on('data', (bytes: Buffer) => {
    out += bytes.toString();
  });
  await new Promise(resolve => child.on('close', resolve));
  return out;
};

test('commands side by side are fine when all are, and failed when one is', async () => {
  assert.match(await runAll(['1', '2'], 600_000), /result fine/);
  assert.match(await runAll(['1', 'process.exit(3)'], 600_000), /result failed/);
});

test('what is not done in time is ended with all that it started, and is told from what failed', async () => {
  const script = `
    const {spawn} = require('node:child_process');
    const other = spawn(process.execPath, ['--eval', 'setInterval(() => {}, 1000)'], {stdio: 'ignore'});
    console.log('other', other.pid);
    setInterval(() => {}, 1000);`;
  // Long enough for it to start something, however slow the machine is.
  let limit = 1000;
  let out = await runAll([script, 'process.exit(3)'], limit);
  while (!out.includes('other')) {
    limit *= 2;
    out = await runAll([script, 'process.exit(3)'], limit);
  }
  assert.match(out, /result hung/);
  const pid = Number(/other (\d+)/.exec(out)?.[1]);
  await until('what it started has ended, too', () => !isAlive(pid));
});
