// npm test: every part in turn, with its time. `npm test -- unit pty` runs only those parts.
import {spawnSync} from 'node:child_process';
import {globSync} from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const bin = name => path.join(root, 'node_modules', '.bin', name);

const tests = (folder, ...options) => {
  const files = globSync(`test/${folder}`, {cwd: root}).sort();
  return files.length === 0
    ? null
    : [process.execPath, '--import', 'tsx', '--test', '--test-reporter=dot', ...options, ...files];
};

/** A part is a command, or null while it has no files. */
const parts = {
  types: [bin('tsc'), '--noEmit', '-p', '.'],
  lint: [bin('biome'), 'check', '--error-on-warnings', '.'],
  bundle: [process.execPath, '.build.mjs'],
  architecture: tests('architecture.test.ts'),
  // One process for all: they touch nothing outside themselves, and starting one for each file takes longer than they do.
  unit: tests('unit/**/*.test.{ts,tsx}', '--test-isolation=none'),
  frames: tests('frames/**/*.test.{ts,tsx}'),
  app: tests('app/**/*.test.{ts,tsx}'),
  contract: tests('contract/**/*.test.ts', '--test-concurrency=1'),
  exercises: tests('exercises/**/*.test.ts', '--test-concurrency=1'),
  pty: tests('pty/**/*.test.{ts,tsx}', '--test-concurrency=1'),
};

const asked = process.argv.slice(2);
const unknown = asked.filter(name => !Object.hasOwn(parts, name));
if (unknown.length > 0) {
  console.error(`There is no part ${unknown.join(', ')}. The parts: ${Object.keys(parts).join(', ')}.`);
  process.exit(64);
}

// What a test sees must not depend on who runs it: nor colours, nor CI, nor the user's own target and settings.
const env = {...process.env, NODE_ENV: 'production'};
for (const name of ['CI', 'NO_COLOR', 'FORCE_COLOR', 'DOCKER_HOST', 'NODE_OPTIONS']) delete env[name];
for (const name of Object.keys(env)) if (name.startsWith('KAFKA_LAB_')) delete env[name];

const seconds = since => `${((performance.now() - since) / 1000).toFixed(1)} s`;
const begun = performance.now();
const failed = [];
for (const [name, command] of Object.entries(parts)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  if (command === null) {
    console.log(`- ${name}: no files yet`);
    continue;
  }
  const since = performance.now();
  const [program, ...args] = command;
  const {status, error} = spawnSync(program, args, {
    cwd: root,
    env,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (error) console.error(error.message);
  if (status !== 0) failed.push(name);
  console.log(`${status === 0 ? 'ok' : 'FAILED'} ${name} ${seconds(since)}`);
}
console.log(
  failed.length === 0
    ? `All is well, ${seconds(begun)}.`
    : `Failed: ${failed.join(', ')}, ${seconds(begun)}.`,
);
process.exitCode = failed.length === 0 ? 0 : 1;
