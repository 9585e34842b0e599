import assert from 'node:assert/strict';
import {test} from 'node:test';
import {wordsIn} from '../../../source/commands/running-step.ts';
import {commandLineOf} from '../../../source/exercises/command-line.ts';
import {exercises} from '../../../source/exercises/index.ts';
import {parseArgv} from '../../../source/headless/argv.ts';
import {commands} from '../../../source/headless/commands.ts';
import type {Target} from '../../../source/model/target.ts';
import {healthyLab} from '../../support/worlds.ts';

const linesOn = (change: Partial<Target>): readonly string[] => {
  const picture = healthyLab()
    .change(world => ({...world, target: world.target && {...world.target, ...change}}))
    .picture();
  return exercises
    .flatMap(({steps}) => steps.map(step => commandLineOf(step, picture)))
    .filter(line => line !== null);
};

const ours = (lines: readonly string[]): readonly string[] =>
  lines.filter(line => /^kafka-lab (?!up$|practice$|ask )/.test(line));

/** Every line of ours is one that the program takes. */
const understood = (lines: readonly string[]): void => {
  for (const line of lines.filter(each => each.startsWith('kafka-lab')))
    assert.equal(parseArgv(wordsIn(line).slice(1), commands).kind, 'command', line);
};

test('on a practice lab every command line of the exercises says that it is meant', () => {
  const lines = linesOn({kind: 'practice', dockerHost: 'unix:///tmp/lab.sock'});
  const dockers = lines.filter(line => line.startsWith('docker'));
  assert.ok(dockers.length > 10 && dockers.every(line => line.startsWith('docker -H unix:///tmp/lab.sock ')));
  assert.ok(ours(lines).length > 40 && ours(lines).every(line => line.endsWith(' --lab practice')));
  assert.ok(!lines.includes('kafka-lab up'), 'nor is the real lab brought up beside it');
  understood(lines);
});

test('on the real lab they need say nothing', () => {
  const lines = linesOn({kind: 'lab', dockerHost: 'unix:///var/run/docker.sock'});
  assert.ok(lines.includes('kafka-lab up'));
  assert.ok(lines.includes('docker stop postgres'));
  assert.deepEqual(
    lines.filter(line => /--lab|--bootstrap| -H /.test(line)),
    [],
  );
  understood(lines);
});

test('on a named cluster they name it, and that it may be changed', () => {
  const lines = ours(linesOn({kind: 'cluster'}));
  understood(lines);
  assert.deepEqual(
    lines.filter(line => !/ --bootstrap localhost:29092,localhost:39092 --write$/.test(line)),
    [],
  );
  const secured = ours(linesOn({kind: 'cluster', commandConfig: 'client.properties'}));
  understood(secured);
  assert.deepEqual(
    secured.filter(line => !/ --command-config client\.properties --write$/.test(line)),
    [],
  );
});
