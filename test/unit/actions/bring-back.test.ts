import assert from 'node:assert/strict';
import {type TestContext, test} from 'node:test';
import {bringBack, missingParts} from '../../../source/actions/lab/bring-back.ts';
import {createComposeClient} from '../../../source/clients/compose/client.ts';
import {systemClock} from '../../../source/clock.ts';
import type {Target} from '../../../source/model/target.ts';
import {startEngine} from '../../support/engine.ts';

const target = (changes: Partial<Target> = {}): Target => ({
  kind: 'lab',
  name: 'kafka-lab',
  why: '',
  bootstrap: [],
  dockerHost: null,
  project: 'kafka-lab',
  variant: 'zookeeper',
  connect: [],
  isReadOnly: false,
  ...changes,
});

const names = (parts: ReturnType<typeof missingParts>): readonly string[] =>
  parts.filter(({isExtra}) => !isExtra).map(({container}) => container);
const extras = (parts: ReturnType<typeof missingParts>): readonly string[] =>
  parts.filter(({isExtra}) => isExtra).map(({container}) => container);

test('what is missing is what the compose file has and the engine has not', () => {
  const offline = 'kafka-lab-offline/kafka:3.9';
  const there = [{name: 'zookeeper', image: 'kafka-lab-offline/zookeeper:3.8'}];
  assert.deepEqual(names(missingParts(target(), [...there, {name: 'kafka1', image: offline}])), [
    'kafka2',
    'postgres',
    'postgres-debezium',
    'connect-standalone',
  ]);
  assert.ok(names(missingParts(target(), [])).includes('akhq'), 'published images have AKHQ');
  assert.ok(names(missingParts(target({variant: 'kraft'}), there)).includes('controller'));
  assert.deepEqual(extras(missingParts(target(), there)), ['kafka3'], 'a lab is whole without it');
  assert.deepEqual(extras(missingParts(target({kind: 'practice'}), [])), ['kafka3']);
  assert.deepEqual(missingParts(target({project: 'shop'}), there), [], 'what others made is not known');
});

const start = async (context: TestContext) => {
  const {engine, client} = await startEngine(context, [
    {name: 'akhq', image: 'practice/akhq', project: 'kafka-lab'},
  ]);
  const compose = createComposeClient({
    clock: systemClock,
    dockerHost: client.host,
    environment: {PATH: '/nowhere'},
  });
  return {engine, lab: {docker: client, compose, signal: new AbortController().signal}};
};

test('a practice engine makes a removed container again, and starts it', async context => {
  const {engine, lab} = await start(context);
  const practice = target({kind: 'practice'});
  const there = await bringBack(lab, practice, 'akhq');
  assert.deepEqual(there, {isDone: false, answer: 'akhq is there.'});
  await lab.docker.act('remove', 'akhq', 5000);
  assert.deepEqual(await bringBack(lab, target({kind: 'practice', isReadOnly: true}), 'akhq'), {
    isDone: false,
    answer: 'kafka-lab was started with --read-only.',
  });
  assert.equal(engine.find('akhq'), undefined);
  const outcome = await bringBack(lab, practice, 'akhq');
  assert.deepEqual(outcome, {isDone: true, answer: 'akhq was made again, and is running.'});
  assert.equal(engine.find('akhq')?.state, 'running');
  const nobody = await bringBack(lab, practice, 'nobody');
  assert.deepEqual(nobody, {
    isDone: false,
    answer:
      'There is no container nobody, and it is no part of this lab. kafka-lab containers lists what is.',
  });
});

test('on a lab of compose the lack of compose is told', async context => {
  const {lab} = await start(context);
  await assert.rejects(bringBack(lab, target(), 'kafka1'), {name: 'UserError', message: /docker-compose/});
});
