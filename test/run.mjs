// npm test: every part in turn, with its time. `npm test -- unit pty` runs only those parts.
import {globSync} from 'node:fs';
import path from 'node:path';
import {runSideBySide} from './support/commands.mjs';

const root = path.resolve(import.meta.dirname, '..');
const bin = name => path.join(root, 'node_modules', '.bin', name);

const node = (...options) => [
  process.execPath,
  // kafkajs counts a timer below zero where a broker is slow.
  '--disable-warning=TimeoutNegativeWarning',
  '--import',
  'tsx',
  '--test',
  '--test-reporter=dot',
  ...options,
];

const filesOf = pattern => globSync(`test/${pattern}`, {cwd: root}).sort();

const tests = (pattern, ...options) => {
  const files = filesOf(pattern);
  return files.length === 0 ? [] : [[...node(...options), ...files]];
};

/**
 * Files that touch nothing outside themselves share a process: starting one for each takes longer than they do. Two
 * processes run at a time, as many tests wait more than they work.
 */
const shared = pattern => {
  const files = filesOf(pattern);
  const halves = [files.filter((_, index) => index % 2 === 0), files.filter((_, index) => index % 2 === 1)];
  return halves.filter(half => half.length > 0).map(half => [...node('--test-isolation=none'), ...half]);
};

/** A part is commands that run side by side; none while it has no files. */
const parts = {
  types: [[bin('tsc'), '--noEmit', '-p', '.']],
  lint: [[bin('biome'), 'check', '--error-on-warnings', '.']],
  bundle: [[process.execPath, '.build.mjs']],
  architecture: tests('architecture.test.ts'),
  unit: shared('unit/**/*.test.{ts,tsx}'),
  frames: tests('frames/**/*.test.{ts,tsx}'),
  app: tests('app/**/*.test.{ts,tsx}'),
  practice: tests('practice/**/*.test.ts', '--test-concurrency=1'),
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

/** Minutes that a part may take: ten times what it takes on a machine of two cores. More is no work but a hang. */
const patience = 40;

const begun = performance.now();
const failed = [];
for (const [name, commands] of Object.entries(parts)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  if (commands.length === 0) {
    console.log(`- ${name}: no files yet`);
    continue;
  }
  const since = performance.now();
  const result = await runSideBySide(commands, {cwd: root, env, limit: patience * 60_000});
  if (result !== 'fine') failed.push(name);
  if (result === 'hung') console.log(`${name} was not done after ${patience} minutes, and was ended.`);
  console.log(`${result === 'fine' ? 'ok' : 'FAILED'} ${name} ${seconds(since)}`);
}
console.log(
  failed.length === 0
    ? `All is well, ${seconds(begun)}.`
    : `Failed: ${failed.join(', ')}, ${seconds(begun)}.`,
);
process.exitCode = failed.length === 0 ? 0 : 1;
