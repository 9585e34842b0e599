import assert from 'node:assert/strict';
import {test} from 'node:test';
import {type Check, judgeMachine} from '../../../../source/findings/machine/index.ts';
import type {Machine} from '../../../../source/model/machine.ts';
import {unknown} from '../../../../source/model/reading.ts';

const gib = 1024 ** 3;

const fine: Machine = {
  at: 0,
  dockerHost: 'unix:///var/run/docker.sock',
  dockerHostFrom: 'default',
  engine: {version: '28.0.0', apiVersion: '1.48', operatingSystem: 'Debian', cpus: 2},
  compose: {name: 'docker compose', version: '2.40.3'},
  ports: [
    {port: 29092, service: 'kafka1', holder: {kind: 'container', name: 'kafka1', isLab: true}},
    {port: 39092, service: 'kafka2', holder: null},
  ],
  memory: {available: 4 * gib, total: 8 * gib},
  disk: {folder: '/var/lib/docker', free: 20 * gib},
  images: [{image: 'postgres:16', isThere: true}],
  lab: {project: 'kafka-lab', names: ['kafka1', 'kafka2'], running: ['kafka1', 'kafka2']},
  listeners: [{container: 'kafka1', address: 'localhost:29092', problem: null}],
};

const bad = (changes: Partial<Machine>): readonly Check[] =>
  judgeMachine({...fine, ...changes}).checks.filter(({isOk}) => !isOk);

test('a machine with all that the lab needs has nothing to fix', () => {
  const {checks, missing} = judgeMachine(fine);
  assert.deepEqual(missing, []);
  assert.deepEqual(
    checks.map(({id, isOk, fix}) => [id, isOk, fix]),
    ['engine', 'permission', 'compose', 'ports', 'memory', 'disk', 'images', 'lab', 'listeners'].map(id => [
      id,
      true,
      null,
    ]),
  );
});

test('an engine that is not there is one thing to fix; what hangs on it was not looked at, and says so', () => {
  const why = unknown('unreachable', 'No Docker Engine listens at unix:///x: that socket does not exist.');
  const {checks, missing, unseen} = judgeMachine({
    ...fine,
    engine: why,
    images: why,
    lab: why,
    listeners: why,
    disk: why,
  });
  const [check, ...others] = checks.filter(({isOk}) => !isOk);
  assert.equal(check?.id, 'engine');
  assert.equal(check?.sentence, why.sentence);
  assert.match(check?.fix ?? '', /systemctl start docker/);
  assert.deepEqual(others, []);
  assert.deepEqual(
    missing.map(({path}) => path),
    ['permission', 'disk', 'images', 'lab', 'listeners'],
  );
  assert.deepEqual(unseen, [
    `Not looked at: who may use the engine, disk space, images, the lab, advertised listeners. ${why.sentence}`,
  ]);
});

test('a socket without permission is told from an engine that does not run', () => {
  const checks = bad({engine: unknown('not-authorised', 'This user may not open the socket.')});
  assert.deepEqual(
    checks.map(({id}) => id),
    ['engine', 'permission'],
  );
  assert.match(checks[1]?.fix ?? '', /usermod -aG docker/);
});

test('an engine that somebody named says who did', () => {
  const [check] = bad({engine: unknown('timed-out', 'It did not answer.'), dockerHostFrom: 'DOCKER_HOST'});
  assert.match(check?.fix ?? '', /named by DOCKER_HOST/);
});

test('a port names its holder, as far as it can be seen', () => {
  const holders = [
    [{kind: 'process', pid: 42, name: 'python3'}, /python3 \(process 42\)/],
    [{kind: 'container', name: 'shop', isLab: false}, /container shop/],
    [{kind: 'unseen'}, /another user/],
  ] as const;
  for (const [holder, sentence] of holders) {
    const [check] = bad({ports: [{port: 29092, service: 'kafka1', holder}]});
    assert.equal(check?.id, 'port-29092');
    assert.match(check?.sentence ?? '', sentence);
    assert.notEqual(check?.fix, null);
  }
});

test('a port that Docker holds for a container is no program to be ended', () => {
  const holder = {kind: 'process', pid: 42, name: 'docker-proxy'} as const;
  const [check] = bad({ports: [{port: 29092, service: 'kafka1', holder}]});
  assert.match(check?.sentence ?? '', /docker-proxy \(process 42\): a container publishes it/);
  assert.match(check?.fix ?? '', /^docker ps --filter publish=29092 /);
});

test('ports that cannot be looked at are not said to be free', () => {
  const ports = [{port: 1, service: 'x', holder: unknown('not-supported', 'This system does not say.')}];
  const {checks, missing} = judgeMachine({...fine, ports});
  assert.ok(!checks.some(({id}) => id === 'ports'));
  assert.deepEqual(
    missing.map(({path}) => path),
    ['ports'],
  );
});

test('no compose, too little memory, a full disk, missing images', () => {
  assert.deepEqual(
    bad({compose: null}).map(({id}) => id),
    ['compose'],
  );
  assert.deepEqual(
    bad({memory: {available: gib, total: 2 * gib}, lab: null}).map(({id}) => id),
    ['memory', 'lab'],
  );
  assert.deepEqual(bad({memory: {available: gib, total: 2 * gib}}), [], 'a lab that runs has had its memory');
  assert.deepEqual(
    bad({disk: {folder: '/', free: gib / 2}}).map(({id}) => id),
    ['disk'],
  );
  const [images] = bad({images: [{image: 'postgres:16', isThere: false}], lab: null});
  assert.match(images?.sentence ?? '', /1 of 1 images .* postgres:16/);
});

test('a lab that is not there, or runs in part', () => {
  assert.deepEqual(
    bad({lab: null}).map(({fix}) => fix),
    ['kafka-lab up'],
  );
  const [check] = bad({lab: {project: 'kafka-lab', names: ['kafka1', 'kafka2'], running: ['kafka2']}});
  assert.match(check?.sentence ?? '', /kafka1 is stopped/);
  assert.equal(check?.fix, 'kafka-lab start kafka1');
});

test('an advertised listener that does not resolve here is named with its broker', () => {
  const problem = 'The name in broker-1:9092 does not resolve from here.';
  const [check] = bad({listeners: [{container: 'kafka1', address: 'broker-1:9092', problem}]});
  assert.match(
    check?.sentence ?? '',
    /^kafka1 tells its clients to connect to broker-1:9092.*does not resolve/,
  );
});
