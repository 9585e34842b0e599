import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {ContainerSpec} from '../../../../source/practice/docker/container.ts';
import {dig} from '../../../../source/practice/docker/json.ts';
import {labContainers, startEngine, until} from '../../../support/engine.ts';
import {testProgram} from './program.ts';
import {ask} from './request.ts';

const names = (json: unknown): readonly string[] =>
  Array.isArray(json) ? json.map(one => String(dig(one, 'Names') ?? '').slice(1)) : [];

test('says which versions of the API it speaks, and refuses others', async context => {
  const {host} = await startEngine(context);
  for (const method of ['GET', 'HEAD']) {
    const ping = await ask(host, `${method} /_ping`);
    assert.equal(ping.status, 200);
    assert.equal(ping.headers['api-version'], '1.41');
    assert.equal(ping.headers.ostype, 'linux');
  }
  assert.equal(
    (await ask(host, 'GET /v1.99/info')).message,
    'client version 1.99 is too new. Maximum supported API version is 1.41',
  );
  assert.equal((await ask(host, 'GET /v1.11/info')).status, 400);
  assert.equal((await ask(host, 'GET /v1.41/info')).status, 200);
});

const refusals: readonly (readonly [line: string, status: number, message: RegExp])[] = [
  ['GET /nope', 404, /^page not found$/],
  ['GET /containers/absent/json', 404, /^No such container: absent$/],
  ['POST /containers/absent/stop', 404, /^No such container: absent$/],
  ['POST /containers/kafka1/start', 304, /^$/],
  ['POST /containers/kafka1/kill?signal=FOO', 400, /^Invalid signal: FOO$/],
  ['POST /containers/kafka1/rename', 400, /^Neither old nor new names may be empty$/],
  [
    'POST /containers/kafka1/rename?name=kafka2',
    409,
    /^Error when allocating new name: Conflict\. The container name "\/kafka2" is already in use by container "\w{64}"\. You have to remove \(or rename\)/,
  ],
  ['DELETE /containers/kafka1', 409, /^You cannot remove a running container \w{64}\. Stop the container/],
  ['GET /containers/json?filters={"bogus":["a"]}', 400, /^Invalid filter 'bogus'$/],
  ['GET /containers/json?filters={"status":["a"]}', 400, /^Invalid filter 'status=a'$/],
  ['GET /containers/json?filters=xx', 400, /invalid filter/],
  ['GET /containers/kafka1/logs', 400, /^Bad parameters: you must choose at least one stream$/],
  ['GET /events?since=abc', 400, /parsing "abc": invalid syntax/],
  ['POST /exec/abc/start', 404, /^No such exec instance: abc$/],
  ['POST /containers/kafka1/exec', 400, /^No exec command specified$/],
  ['GET /images/absent/json', 404, /^no such image: absent: No such image: absent:latest$/],
  ['GET /networks/absent', 404, /^network absent not found$/],
  ['GET /volumes/absent', 404, /^get absent: no such volume$/],
  ['DELETE /networks/kafka-lab_default', 403, /has active endpoints$/],
  ['PUT /containers/kafka1/archive', 501, /^The practice lab does not copy files/],
  ['POST /volumes/prune', 501, /^The practice lab does not prune/],
  ['POST /containers/create?name=kafka1', 400, /^Config cannot be empty/],
  ['GET /containers/%zz/json', 400, /^invalid URL escape$/],
];

test('refuses in Docker’s own words and with its status codes', async context => {
  const {host} = await startEngine(context, labContainers);
  for (const [line, status, message] of refusals) {
    const answer = await ask(host, line);
    assert.equal(answer.status, status, line);
    assert.match(answer.message, message, line);
  }
});

test('lists by every filter that the command line and compose send', async context => {
  const volume = {type: 'volume', source: 'kafka-lab_zk-kafka1', target: '/data'} as const;
  const {engine, host} = await startEngine(context, [
    {name: 'web', image: 'nginx:1', labels: {a: 'b'}},
    {name: 'kafka1', project: 'kafka-lab', health: 'healthy', mounts: [volume], ports: {9092: 29092}},
    {name: 'kafka2', project: 'kafka-lab', health: 'starting'},
    {name: 'kafka10', project: 'kafka-lab', state: 'exited', exitCode: 3},
  ]);
  const list = async (query: string) => names((await ask(host, `GET /containers/json?${query}`)).json);
  assert.deepEqual(await list(''), ['kafka2', 'kafka1', 'web']);
  assert.deepEqual(await list('all=1'), ['kafka10', 'kafka2', 'kafka1', 'web'], 'newest first');
  assert.deepEqual(await list('limit=2'), ['kafka10', 'kafka2'], 'the newest, whatever their state');
  const filtered = (filters: unknown) => list(`all=1&filters=${JSON.stringify(filters)}`);
  assert.deepEqual(await filtered({name: ['kafka1']}), ['kafka10', 'kafka1']);
  assert.deepEqual(await filtered({name: ['^/kafka1$']}), ['kafka1']);
  assert.deepEqual(await filtered({label: ['com.docker.compose.project=kafka-lab', 'a']}), []);
  assert.deepEqual(await filtered({label: {'a=b': true}}), ['web']);
  assert.deepEqual(await filtered({status: ['exited']}), ['kafka10']);
  assert.deepEqual(await filtered({exited: ['3']}), ['kafka10']);
  assert.deepEqual(await filtered({health: ['healthy', 'starting']}), ['kafka2', 'kafka1']);
  assert.deepEqual(await filtered({ancestor: ['nginx']}), ['web']);
  assert.deepEqual(await filtered({network: ['kafka-lab_default'], status: ['running']}), [
    'kafka2',
    'kafka1',
  ]);
  assert.deepEqual(await filtered({volume: ['kafka-lab_zk-kafka1']}), ['kafka1']);
  assert.deepEqual(await filtered({publish: ['29092/tcp']}), ['kafka1']);
  assert.deepEqual(await filtered({before: ['kafka1']}), ['web']);
  assert.deepEqual(await filtered({id: [engine.find('web')?.id.slice(0, 12)]}), ['web']);
});

test('brings a removed container of the lab back, with what the caller says of it and its own program', async context => {
  const program = testProgram();
  const spec: ContainerSpec = {name: 'kafka1', image: 'kafka:1', ports: {9092: 29092}, program};
  const {engine, host} = await startEngine(context, [spec]);
  await ask(host, 'POST /containers/kafka1/start');
  assert.equal((await ask(host, 'DELETE /containers/kafka1?force=1&v=1')).status, 204);
  const body = {
    Image: 'kafka:1',
    Labels: {'com.docker.compose.service': 'kafka1'},
    Env: ['KAFKA_BROKER_ID=1'],
    StopTimeout: 45,
    Healthcheck: {Test: ['CMD', 'nc'], Interval: 2_000_000_000, Timeout: 3_000_000_000, Retries: 30},
    HostConfig: {Binds: ['zk-kafka1:/var/lib/kafka/data:rw'], RestartPolicy: {Name: 'unless-stopped'}},
  };
  const made = await ask(host, 'POST /containers/create?name=kafka1', body);
  assert.equal(made.status, 201);
  assert.equal((await ask(host, 'POST /containers/create?name=kafka1', body)).status, 409);
  assert.equal((await ask(host, 'POST /containers/kafka1/start')).status, 204);
  assert.deepEqual(program.done, ['start', 'kill', 'start']);
  const {json} = await ask(host, 'GET /containers/kafka1/json');
  assert.deepEqual(dig(json, 'Config', 'Env'), ['KAFKA_BROKER_ID=1']);
  assert.equal(dig(json, 'Config', 'StopTimeout'), 45);
  assert.equal(dig(json, 'Config', 'Healthcheck', 'Interval'), 2_000_000_000);
  assert.equal(dig(json, 'HostConfig', 'RestartPolicy', 'Name'), 'unless-stopped');
  assert.deepEqual(dig(json, 'HostConfig', 'PortBindings'), {
    '9092/tcp': [{HostIp: '127.0.0.1', HostPort: '29092'}],
  });
  await engine.close();
});

test('runs no other container, and says so', async context => {
  const {engine, host} = await startEngine(context);
  engine.images.push('nginx:1');
  const answer = await ask(host, 'POST /containers/create', {Image: 'nginx:1'});
  assert.equal(answer.status, 501);
  assert.match(answer.message, /^The practice lab does not run nginx:1/);
});

test('a wait answers when the container ends, with its code', async context => {
  const {engine, host} = await startEngine(context, labContainers);
  const kafka1 = engine.find('kafka1');
  assert.ok(kafka1);
  const waiting = ask(host, 'POST /containers/kafka1/wait');
  const removal = ask(host, 'POST /containers/kafka1/wait?condition=removed');
  await until('both wait', () => kafka1.watchers.size === 2);
  engine.end(kafka1, 3);
  assert.deepEqual((await waiting).json, {Error: null, StatusCode: 3});
  assert.equal(dig((await ask(host, 'POST /containers/kafka1/wait')).json, 'StatusCode'), 3, 'at once');
  assert.equal(kafka1.watchers.size, 1, 'its removal is still waited for');
  engine.remove(kafka1);
  assert.equal(dig((await removal).json, 'StatusCode'), 3);
  assert.equal(kafka1.watchers.size, 0);
});

test('renames, and is found by the new name', async context => {
  const {host} = await startEngine(context, labContainers);
  assert.equal((await ask(host, 'POST /containers/kafka1/rename?name=old')).status, 204);
  assert.equal(dig((await ask(host, 'GET /containers/old/json')).json, 'Name'), '/old');
  assert.equal((await ask(host, 'GET /containers/kafka1/json')).status, 404);
});

test('statistics give the share of a core that the program says, and are not measured once it has ended', async context => {
  const program = testProgram();
  const {engine, host, client} = await startEngine(context, [{name: 'kafka1', program}]);
  const kafka1 = engine.find('kafka1');
  assert.ok(kafka1);
  await engine.start(kafka1);
  const shares: (number | null)[] = [];
  const ended = new AbortController();
  await client.stats('kafka1', ended.signal, ({cpuPercent, memoryBytes, sentBytes}) => {
    shares.push(cpuPercent);
    if (shares.length < 2) return;
    assert.equal(memoryBytes, 1000);
    assert.equal(sentBytes, 20);
    ended.abort();
  });
  assert.equal(shares[0], null);
  assert.equal(Math.round(shares[1] ?? 0), 50);
  const once = (await ask(host, 'GET /containers/kafka1/stats?stream=0&one-shot=1')).json;
  assert.equal(dig(once, 'preread'), '0001-01-01T00:00:00Z');
  program.usage = () => {
    throw new Error('it is ending');
  };
  const failed = (await ask(host, 'GET /containers/kafka1/stats?stream=0')).json;
  assert.deepEqual(dig(failed, 'memory_stats'), {}, 'unknown is not 0');
  await engine.stop(kafka1);
  const silent = (await ask(host, 'GET /containers/kafka1/stats?stream=0')).json;
  assert.deepEqual(dig(silent, 'memory_stats'), {});
});

test('a pull sends its layers one after the other, and the image is there at its end', async context => {
  const {engine, client} = await startEngine(context);
  engine.registry.set('demo:1', [
    {status: 'Pulling from demo', id: '1'},
    {status: 'Downloading', id: 'aaa', progressDetail: {current: 1, total: 2}},
    {status: 'Pull complete', id: 'aaa'},
  ]);
  engine.pullInterval = 10;
  const seen: string[] = [];
  await client.pull('demo:1', new AbortController().signal, ({status}) => {
    assert.deepEqual(engine.images, []);
    seen.push(status);
  });
  assert.deepEqual(seen, ['Pulling from demo', 'Downloading', 'Pull complete']);
  assert.deepEqual(await client.images(), ['demo:1']);
  await client.pull('docker.io/library/demo:1', new AbortController().signal, () => {});
  assert.deepEqual(engine.images, ['demo:1'], 'by its long name it is the same');
});

test('networks and volumes are those of the lab, and are kept while they are used', async context => {
  const mount = {type: 'volume', source: 'kafka-lab_zk', target: '/data'} as const;
  const {host} = await startEngine(context, [{name: 'kafka1', project: 'kafka-lab', mounts: [mount]}]);
  const network = (await ask(host, 'GET /networks/kafka-lab_default')).json;
  assert.equal(Object.keys(dig(network, 'Containers') ?? {}).length, 1);
  assert.equal((await ask(host, 'DELETE /volumes/kafka-lab_zk')).status, 409);
  assert.equal((await ask(host, 'POST /networks/create', {Name: 'kafka-lab_default'})).status, 409);
  await ask(host, 'DELETE /containers/kafka1?force=1');
  assert.equal((await ask(host, 'DELETE /volumes/kafka-lab_zk')).status, 204);
  assert.equal((await ask(host, 'DELETE /networks/kafka-lab_default')).status, 204);
  assert.equal((await ask(host, 'POST /networks/create', {Name: 'kafka-lab_default'})).status, 201);
});
