import assert from 'node:assert/strict';
import {writeFile} from 'node:fs/promises';
import path from 'node:path';
import {type TestContext, test} from 'node:test';
import {createDockerClient} from '../../../source/clients/docker/client.ts';
import {systemClock} from '../../../source/clock.ts';
import {type ConfigSources, readConfig} from '../../../source/config.ts';
import type {Target} from '../../../source/model/target.ts';
import type {ContainerSpec} from '../../../source/practice/docker/container.ts';
import {type Chosen, choose, type NoTarget, practiceTarget} from '../../../source/target.ts';
import {labContainers, startEngine, temporaryFolder} from '../../support/engine.ts';

const chooseWith = async (
  context: TestContext,
  flags: ConfigSources['flags'],
  environment: ConfigSources['environment'] = {},
): Promise<Chosen> => {
  const config = readConfig({flags, environment, home: await temporaryFolder(context), platform: 'linux'});
  const opened: {close(): void}[] = [];
  context.after(() => {
    for (const client of opened) client.close();
  });
  return choose(config, {
    docker(address) {
      const client = createDockerClient({address, clock: systemClock, deadline: 10_000});
      opened.push(client);
      return client;
    },
  });
};

const onEngine = async (
  context: TestContext,
  containers: readonly ContainerSpec[],
  flags: ConfigSources['flags'] = {},
): Promise<Chosen> => {
  const {host} = await startEngine(context, containers);
  return chooseWith(context, {'docker-host': host, ...flags});
};

const targetOf = (chosen: Chosen): Target => {
  assert.ok('target' in chosen, JSON.stringify(chosen));
  return chosen.target;
};

const noneOf = (chosen: Chosen): NoTarget => {
  assert.ok('none' in chosen, JSON.stringify(chosen));
  return chosen;
};

test('finds our own lab, and where its parts are reached', async context => {
  const target = targetOf(await onEngine(context, labContainers));
  assert.equal(target.kind, 'lab');
  assert.equal(target.project, 'kafka-lab');
  assert.deepEqual(target.bootstrap, ['localhost:29092', 'localhost:39092']);
  assert.deepEqual(target.connect, [{name: 'postgres-debezium', url: 'http://localhost:9090'}]);
  assert.equal(target.isReadOnly, false);
  assert.match(target.why, /^the containers of compose project kafka-lab on unix:.* \(--docker-host\)$/);
});

test('a lab whose containers all stopped is still the lab, with its addresses', async context => {
  const target = targetOf(
    await onEngine(
      context,
      labContainers.map(spec => ({...spec, state: 'exited'})),
    ),
  );
  assert.deepEqual(target.bootstrap, ['localhost:29092', 'localhost:39092']);
});

test('a lab of another project is known by its names, and is all of that project', async context => {
  const others = labContainers.map(spec => ({...spec, project: 'docker'}));
  const target = targetOf(
    await onEngine(context, [...others, {name: 'web', project: 'shop', ports: {80: 80}}]),
  );
  assert.equal(target.project, 'docker');
  assert.equal(target.connect.length, 1);
});

test('a lab of four containers, under other names, is known by its ports', async context => {
  const target = targetOf(
    await onEngine(context, [
      {
        name: 'docker-broker-1',
        project: 'docker',
        ports: {29092: 29092},
        environment: {KAFKA_BROKER_ID: '1'},
      },
      {name: 'docker-ui-1', project: 'docker'},
    ]),
  );
  assert.equal(target.project, 'docker');
  assert.deepEqual(target.bootstrap, ['localhost:29092']);
});

test('containers started by hand are a lab without a project', async context => {
  const target = targetOf(
    await onEngine(
      context,
      labContainers.map(({project: _project, ...spec}) => spec),
    ),
  );
  assert.equal(target.project, null);
  assert.deepEqual(target.bootstrap, ['localhost:29092', 'localhost:39092']);
});

test('our own project comes before a lab of others', async context => {
  const target = targetOf(
    await onEngine(context, [
      {name: 'kafka1', project: 'docker', ports: {29092: 29092}},
      {
        name: 'kafka9',
        project: 'kafka-lab',
        state: 'exited',
        ports: {49092: 49092},
        labels: {'io.kafka-lab.variant': 'kraft'},
        environment: {KAFKA_NODE_ID: '9', KAFKA_PROCESS_ROLES: 'broker'},
      },
    ]),
  );
  assert.equal(target.project, 'kafka-lab');
  assert.equal(target.variant, 'kraft');
  assert.deepEqual(target.bootstrap, ['localhost:49092']);
});

test('a named cluster looks at no engine, and is only read until --write', async context => {
  const target = targetOf(await chooseWith(context, {bootstrap: 'kafka.example:9092'}));
  assert.equal(target.kind, 'cluster');
  assert.equal(target.dockerHost, null);
  assert.equal(target.isReadOnly, true);
  assert.equal(targetOf(await chooseWith(context, {bootstrap: 'a:1', write: true})).isReadOnly, false);
});

test('a named cluster on a named engine has the containers of that cluster', async context => {
  const {host} = await startEngine(context, [
    {name: 'my-broker', project: 'mine', ports: {9094: 9094}},
    ...labContainers.filter(({name}) => name === 'postgres').map(spec => ({...spec, project: 'else'})),
  ]);
  const target = targetOf(await chooseWith(context, {bootstrap: 'localhost:9094', 'docker-host': host}));
  assert.equal(target.project, 'mine');
  assert.equal(target.dockerHost, host);
});

test('an engine that holds no lab is said to, with what brings one up', async context => {
  const none = noneOf(await onEngine(context, [{name: 'web', ports: {80: 80}}]));
  assert.equal(none.none, 'no-lab');
  assert.match(none.reason, /answers, but holds no Kafka lab\.$/);
  assert.deepEqual(
    none.choices.map(({id}) => id),
    ['up', 'practice', 'doctor', 'retry'],
  );
});

test('an engine that refuses or is silent is never passed over', async context => {
  const folder = await temporaryFolder(context);
  const dead = path.join(folder, 'docker.sock');
  await writeFile(dead, '');
  const refusing = noneOf(await chooseWith(context, {}, {DOCKER_HOST: `unix://${dead}`}));
  assert.equal(refusing.none, 'engine-failed');
  assert.match(refusing.reason, /\(named by DOCKER_HOST\)\.$/);

  const {server, host} = await startEngine(context, labContainers);
  server.faults.push({on: /.*/, answer: 'hang'});
  const silent = noneOf(await chooseWith(context, {}, {DOCKER_HOST: host}));
  assert.equal(silent.none, 'engine-failed');
  assert.match(silent.reason, /did not answer within/);
  assert.deepEqual(
    silent.choices.map(({id}) => id),
    ['retry', 'practice', 'doctor'],
  );

  const far = noneOf(await chooseWith(context, {}, {DOCKER_HOST: 'tcp://127.0.0.1:1'}));
  assert.equal(far.none, 'engine-failed', 'an address is no socket file that does not exist');
});

test('a DOCKER_HOST whose socket does not exist is no engine, and is named', async context => {
  const none = noneOf(await chooseWith(context, {}, {DOCKER_HOST: 'unix:///nowhere/docker.sock'}));
  assert.equal(none.none, 'no-engine');
  assert.match(
    none.reason,
    /unix:\/\/\/nowhere\/docker\.sock: that socket does not exist \(named by DOCKER_HOST\)\.$/,
  );
});

test('a monitor goes to a practice lab where there is no lab, and never past an engine that may hold one', async context => {
  const missing = {DOCKER_HOST: 'unix:///nowhere/docker.sock'};
  const isForPractice = async (...from: [flags: ConfigSources['flags'], environment?: typeof missing]) =>
    noneOf(await chooseWith(context, ...from)).isForPractice;
  assert.equal(await isForPractice({}, missing), true);
  assert.equal(noneOf(await onEngine(context, [])).isForPractice, true);
  assert.equal(await isForPractice({}, {DOCKER_HOST: 'tcp://127.0.0.1:1'}), false);
  assert.equal(await isForPractice({lab: 'docker'}, missing), false);
  assert.equal(noneOf(await onEngine(context, [], {lab: 'docker'})).isForPractice, false);
  // Whoever insists on practice does not hear of an engine.
  const insisted = noneOf(await onEngine(context, labContainers, {lab: 'practice'}));
  assert.deepEqual(
    {none: insisted.none, isForPractice: insisted.isForPractice},
    {none: 'practice', isForPractice: true},
  );
});

test('a practice lab that is faster than a real one says so in its name', () => {
  const config = readConfig({flags: {}, environment: {}, home: '/nonexistent', platform: 'linux'});
  const endpoints = {
    pid: 1,
    bootstrap: ['localhost:1'],
    dockerHost: 'unix:///lab/engine.sock',
    connect: [],
    postgres: null,
    scene: 'quiet',
    variant: 'kraft',
    speed: 6,
    life: '/lab/life.sock',
  } as const;
  const target = practiceTarget(config, endpoints, 'started');
  assert.equal(target.name, 'quiet, shown 6 times faster');
  assert.equal(practiceTarget(config, {...endpoints, speed: 1}, 'started').name, 'quiet');
  assert.deepEqual(
    {kind: target.kind, variant: target.variant, isReadOnly: target.isReadOnly},
    {kind: 'practice', variant: 'kraft', isReadOnly: false},
  );
});
