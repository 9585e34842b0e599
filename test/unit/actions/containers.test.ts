import assert from 'node:assert/strict';
import {type TestContext, test} from 'node:test';
import type {ContainerActionContext, Outcome} from '../../../source/actions/action.ts';
import {containerActions, equivalents} from '../../../source/actions/containers.ts';
import {EngineError} from '../../../source/clients/docker/failure.ts';
import type {Target} from '../../../source/model/target.ts';
import {labContainers, startEngine, type TestEngine} from '../../support/engine.ts';

const target: Target = {
  kind: 'lab',
  name: 'kafka-lab',
  why: '',
  bootstrap: [],
  dockerHost: null,
  project: 'kafka-lab',
  variant: null,
  connect: [],
  isReadOnly: false,
};

const start = async (
  context: TestContext,
  changes: Partial<Target> = {},
): Promise<TestEngine & {readonly lab: ContainerActionContext}> => {
  const test = await startEngine(context, [...labContainers, {name: 'shop', project: 'shop'}]);
  return {...test, lab: {docker: test.client, target: {...target, ...changes}}};
};

const answers = async (run: Promise<Outcome>, isDone: boolean, answer: RegExp): Promise<void> => {
  const outcome = await run;
  assert.match(outcome.answer, answer);
  assert.equal(outcome.isDone, isDone, outcome.answer);
};

test('a container that the engine could not freeze just then is paused at the next try, but not tried for ever', async context => {
  const {lab} = await start(context);
  const freezes = (refusals: number): ContainerActionContext => {
    let left = refusals;
    const act: typeof lab.docker.act = async (verb, container, ms) => {
      left -= 1;
      if (left >= 0) throw new EngineError('not-read', 'OCI runtime pause failed: unable to freeze', 500);
      return lab.docker.act(verb, container, ms);
    };
    return {...lab, docker: {...lab.docker, act}};
  };
  await answers(containerActions.pause(freezes(2), 'kafka1'), true, /^kafka1 is paused\.$/);
  await answers(containerActions.pause(freezes(9), 'kafka2'), false, /unable to freeze/);
});

test('each verb does what its name says, and tells what the engine made of it', async context => {
  const {engine, lab} = await start(context);
  const state = () => engine.find('kafka1')?.state;
  await answers(containerActions.pause(lab, 'kafka1'), true, /^kafka1 is paused\.$/);
  assert.equal(state(), 'paused');
  await answers(containerActions.unpause(lab, 'kafka1'), true, /^kafka1 is running\.$/);
  await answers(
    containerActions.stop(lab, 'kafka1'),
    true,
    /^kafka1 ended with exit code 143 \(it obeyed SIGTERM\)\.$/,
  );
  assert.equal(state(), 'exited');
  await answers(containerActions.start(lab, 'kafka1'), true, /^kafka1 is running\.$/);
  await answers(containerActions.restart(lab, 'kafka1'), true, /^kafka1 is running\.$/);
  await answers(
    containerActions.kill(lab, 'kafka1'),
    true,
    /^kafka1 ended with exit code 137 \(SIGKILL\)\.$/,
  );
  assert.equal(state(), 'exited');
});

test('a container is removed while it runs, and the answer says how to get it back', async context => {
  const {engine, lab} = await start(context);
  await answers(containerActions.remove(lab, 'kafka1'), true, /^kafka1 is removed\. kafka-lab start kafka1 /);
  assert.equal(engine.find('kafka1'), undefined);
  await answers(
    containerActions.remove(lab, 'kafka1'),
    false,
    /^There is no container kafka1\. kafka-lab containers lists them\.$/,
  );
});

test('what is so already is said, and is no failure', async context => {
  const {lab} = await start(context);
  await answers(containerActions.start(lab, 'kafka1'), true, /^Nothing to do: kafka1 is running\.$/);
});

test('the engine’s refusal is the answer', async context => {
  const {lab} = await start(context);
  await answers(
    containerActions.unpause(lab, 'kafka1'),
    false,
    /^kafka1: Docker answered 409: Container kafka1 is not paused$/,
  );
  await answers(
    containerActions.stop(lab, 'kafka7'),
    false,
    /^There is no container kafka7\. kafka-lab containers lists them\.$/,
  );
});

test('containers that are not the lab’s are left alone', async context => {
  const {engine, lab} = await start(context);
  await answers(containerActions.kill(lab, 'shop'), false, /not one of the lab's containers/);
  assert.equal(engine.find('shop')?.state, 'running');
});

test('nothing is written to a target that is only read', async context => {
  const {engine, server, lab} = await start(context, {isReadOnly: true});
  await answers(containerActions.stop(lab, 'kafka1'), false, /--read-only/);
  const cluster = {...lab, target: {...lab.target, kind: 'cluster', name: 'prod:9092'} as const};
  await answers(containerActions.stop(cluster, 'kafka1'), false, /^prod:9092 .*--write/);
  assert.equal(engine.find('kafka1')?.state, 'running');
  assert.deepEqual(server.requests, []);
});

test('every action shows the command lines that stand for it, for its target and its engine', () => {
  assert.deepEqual(equivalents('stop', ['kafka1', 'kafka2'], target), [
    'kafka-lab stop kafka1 kafka2',
    'docker stop kafka1 kafka2',
  ]);
  assert.deepEqual(equivalents('remove', ['kafka1'], target), ['kafka-lab rm kafka1', 'docker rm -f kafka1']);
  const practice: Target = {...target, kind: 'practice', dockerHost: 'unix:///run/lab/docker.sock'};
  assert.deepEqual(equivalents('kill', ['kafka1'], practice), [
    'kafka-lab kill kafka1 --lab practice',
    'docker -H unix:///run/lab/docker.sock kill kafka1',
  ]);
  const cluster: Target = {...target, kind: 'cluster', bootstrap: ['a:1', 'b:2'], dockerHost: 'tcp://c:3'};
  assert.deepEqual(equivalents('stop', ['kafka1'], cluster), [
    'kafka-lab stop kafka1 --bootstrap a:1,b:2 --docker-host tcp://c:3 --write',
    'docker -H tcp://c:3 stop kafka1',
  ]);
  const [secured] = equivalents('stop', ['kafka1'], {...cluster, commandConfig: 'client.properties'});
  assert.match(secured ?? '', / --bootstrap a:1,b:2 --command-config client\.properties --docker-host /);
});
