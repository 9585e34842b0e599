import assert from 'node:assert/strict';
import {mkdir, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {type TestContext, test} from 'node:test';
import type {LabContext, LabProgress} from '../../../source/actions/lab/context.ts';
import {down, planDown} from '../../../source/actions/lab/down.ts';
import {pull} from '../../../source/actions/lab/pull.ts';
import {type UpOptions, type UpResult, up} from '../../../source/actions/lab/up.ts';
import type {ComposeClient} from '../../../source/clients/compose/client.ts';
import {labFiles} from '../../../source/clients/compose/files.ts';
import {systemClock} from '../../../source/clock.ts';
import {UserError} from '../../../source/errors.ts';
import type {Metadata} from '../../../source/model/cluster.ts';
import type {ContainerSpec} from '../../../source/practice/docker/container.ts';
import {startEngine, type TestEngine, temporaryFolder} from '../../support/engine.ts';

const compose = `
services:
  zookeeper:
    image: zookeeper:1
    container_name: zookeeper
  kafka1:
    image: kafka:1
    container_name: kafka1
    ports: ["127.0.0.1:61092:61092"]
  kafka2:
    image: kafka:1
    container_name: kafka2
    ports: ["127.0.0.1:62092:62092"]
`;

const broker = (id: number, port: number): ContainerSpec => ({
  name: `kafka${id}`,
  image: 'kafka:1',
  project: 'kafka-lab',
  ports: {[port]: port},
  environment: {KAFKA_BROKER_ID: String(id), KAFKA_ADVERTISED_LISTENERS: `HOST://127.0.0.1:${port}`},
});

const lab: readonly ContainerSpec[] = [
  {name: 'zookeeper', image: 'zookeeper:1', project: 'kafka-lab'},
  broker(1, 61092),
  broker(2, 62092),
];

const metadata = (ids: readonly number[], isr: readonly number[] = ids): Metadata => ({
  clusterId: 'c',
  controllerId: ids[0] ?? null,
  brokers: ids.map(id => ({id, host: 'h', port: 1, rack: null})),
  topics: [
    {
      name: 't',
      isInternal: false,
      partitions: [{id: 0, leader: 1, leaderEpoch: 0, replicas: [1, 2], isr, offline: []}],
    },
  ],
  answeredBy: 1,
});

interface Bench extends TestEngine {
  readonly context: LabContext;
  readonly progress: LabProgress[];
  readonly ran: string[];
  /** What the cluster says, the last for ever. */
  readonly answers: Metadata[];
  up(options?: Partial<UpOptions>): Promise<UpResult>;
}

interface BenchOptions {
  readonly containers?: readonly ContainerSpec[];
  readonly images?: readonly string[];
  /** What compose does on `up`. */
  readonly onUp?: (engine: TestEngine['engine']) => number;
  readonly program?: null;
}

const bench = async (test: TestContext, options: BenchOptions = {}): Promise<Bench> => {
  const engine = await startEngine(test, options.containers ?? []);
  engine.engine.images.push(...(options.images ?? ['zookeeper:1', 'kafka:1']));
  const root = await temporaryFolder(test);
  await mkdir(path.join(root, 'docker', 'offline'), {recursive: true});
  await writeFile(path.join(root, 'docker', 'compose.yaml'), compose);
  await writeFile(path.join(root, 'docker', '.env'), '');
  const ran: string[] = [];
  const progress: LabProgress[] = [];
  const answers = [metadata([1, 2])];
  const start =
    options.onUp ??
    (it => {
      for (const spec of lab) if (it.find(spec.name) === undefined) it.add(spec);
      return 0;
    });
  const client: ComposeClient = {
    program: async () => (options.program === null ? null : {name: 'docker compose', version: '2'}),
    async run(_files, args, {onLine = () => {}} = {}) {
      ran.push(args.join(' '));
      const code = args[0] === 'up' ? start(engine.engine) : 0;
      if (code !== 0) onLine('Bind for 127.0.0.1:61092 failed: port is already allocated');
      return {code, isMissing: false, lines: code === 0 ? [] : ['Bind failed: port is already allocated']};
    },
    async runOn({name}, args) {
      ran.push(`${name}: ${args.join(' ')}`);
      return {code: 0, isMissing: false, lines: []};
    },
    async build() {
      ran.push('build');
      engine.engine.images.push('zookeeper:1', 'kafka:1');
      return {code: 0, isMissing: false, lines: []};
    },
  };
  const context: LabContext = {
    docker: engine.client,
    compose: client,
    clock: systemClock,
    readMetadata: async () => (answers.length > 1 ? answers.shift() : answers[0]) ?? metadata([]),
    onProgress: step => progress.push(step),
    signal: new AbortController().signal,
  };
  return {
    ...engine,
    context,
    progress,
    ran,
    answers,
    up: changes =>
      up(context, {files: labFiles('zookeeper', false, root), names: 'refuse', deadline: 5000, ...changes}),
  };
};

const refusal = async (promise: Promise<unknown>): Promise<UserError> => {
  try {
    await promise;
  } catch (error) {
    assert.ok(error instanceof UserError, String(error));
    assert.notEqual(error.next, '');
    return error;
  }
  throw new Error('it was not refused');
};

test('brings the lab up, and says what each service waits for until it is ready', async context => {
  const {up: run, progress, ran, answers} = await bench(context);
  answers.unshift(metadata([]), metadata([1]), metadata([1, 2], [1]));
  const result = await run();
  assert.equal(result.sentence, 'The lab is ready.');
  assert.equal(result.isReady, true);
  assert.deepEqual(ran, ['up -d']);
  const waits = new Set(
    progress.flatMap(step =>
      step.kind === 'gates'
        ? step.gates.filter(({isMet}) => !isMet).map(({service, sentence}) => `${service} ${sentence}`)
        : [],
    ),
  );
  for (const wait of [
    'kafka1 runs, and is not in the cluster yet',
    'kafka2 runs, and is not in the cluster yet',
    'cluster has no controller yet',
    'cluster has 1 under-replicated partition',
  ])
    assert.ok(waits.has(wait), `${wait} in ${[...waits].join('; ')}`);
});

test('a container that ends is not waited for: its last words are said', async context => {
  const {up: run} = await bench(context, {
    onUp(engine) {
      for (const spec of lab.slice(0, 2)) engine.add(spec);
      engine.add({
        ...broker(2, 62092),
        state: 'exited',
        exitCode: 1,
        log: ['KAFKA_PROCESS_ROLES is required.', '  at Launcher.main(Launcher.java:1)'],
      });
      return 0;
    },
  });
  const result = await run();
  assert.equal(result.isReady, false);
  assert.equal(
    result.sentence,
    'The lab cannot become ready: kafka2 ended with exit code 1. The last words of kafka2: KAFKA_PROCESS_ROLES is required.',
  );
});

test('a lab that does not become ready in time says what it waits for', async context => {
  const {up: run, answers} = await bench(context);
  answers.splice(0, 1, metadata([1]));
  const result = await run({deadline: 100});
  assert.match(result.sentence, /^The lab is not ready: kafka2 runs, and is not in the cluster yet/);
});

test('without compose nothing begins', async context => {
  const {up: run} = await bench(context, {program: null});
  assert.match((await refusal(run())).message, /neither docker compose nor docker-compose/);
});

test('names of another project are refused by name, adopted, or replaced', async context => {
  const others = lab.map(spec => ({...spec, project: 'docker', state: 'exited' as const}));
  const refused = await bench(context, {containers: others});
  const {message, next} = await refusal(refused.up());
  assert.equal(
    message,
    "Containers with the lab's names are there already: kafka1, kafka2, zookeeper (compose project docker).",
  );
  assert.match(next, /--adopt.*--replace/);
  assert.deepEqual(refused.ran, []);

  const adopted = await bench(context, {containers: others});
  assert.equal((await adopted.up({names: 'adopt'})).isReady, true);
  assert.deepEqual(adopted.ran, [], 'they are started as they are');
  assert.ok(adopted.engine.containers.every(({state}) => state === 'running'));

  const replaced = await bench(context, {containers: others});
  assert.equal((await replaced.up({names: 'replace'})).isReady, true);
  assert.ok(replaced.engine.containers.every(({spec}) => spec.project === 'kafka-lab'));
});

test('another variant of our own lab is taken down by compose, which keeps its volumes', async context => {
  const kraft = {
    name: 'controller',
    project: 'kafka-lab',
    labels: {'io.kafka-lab.variant': 'kraft'},
  };
  const {up: run, ran, engine} = await bench(context, {containers: [kraft]});
  assert.match((await refusal(run())).message, /controller \(the kraft variant of the lab\)/);
  const controller = engine.find('controller');
  assert.ok(controller);
  assert.equal((await run({names: 'replace'})).isReady, true);
  assert.deepEqual(ran, ['down', 'up -d']);
});

test('a held port names who holds it, before anything is started', async context => {
  const {up: run, ran} = await bench(context, {
    containers: [{name: 'shop', project: 'shop', ports: {80: 61092}}],
  });
  assert.equal((await refusal(run())).message, 'Port 61092 (kafka1) is held by container shop.');
  assert.deepEqual(ran, []);
});

test('a port that is taken at the last moment is a sentence, too', async context => {
  const {up: run} = await bench(context, {onUp: () => 1});
  const error = await refusal(run());
  assert.match(
    error.message,
    /^compose up ended with exit code 1\. A port that the lab needs is held by another program\./,
  );
  assert.match(error.next, /doctor/);
});

test('images that are missing are pulled; what the registry refuses ends it, with the way out', async context => {
  const {engine, up: run, progress} = await bench(context, {images: ['zookeeper:1']});
  engine.registry.set('kafka:1', [
    {status: 'Pulling fs layer', id: 'a'},
    {status: 'Downloading', id: 'a', progressDetail: {current: 1, total: 2}},
    {status: 'Pull complete', id: 'a'},
  ]);
  assert.equal((await run()).isReady, true);
  const pulls = progress.flatMap(step => (step.kind === 'pull' ? [step.progress] : []));
  assert.deepEqual(
    pulls.map(({totalBytes}) => totalBytes),
    [null, 2, 2],
  );

  const absent = await bench(context, {images: []});
  const error = await refusal(absent.up());
  assert.match(
    error.message,
    /^zookeeper:1 could not be pulled: An image of the lab is not in its registry\./,
  );
  assert.match(error.next, /--offline/);
});

test('the offline lab builds its images where they are missing', async context => {
  const {context: labContext, ran} = await bench(context, {images: []});
  const root = await temporaryFolder(context);
  await mkdir(path.join(root, 'docker'), {recursive: true});
  await writeFile(path.join(root, 'docker', 'compose.yaml'), compose);
  const files = labFiles('zookeeper', true, root);
  assert.equal((await up(labContext, {files, names: 'refuse', deadline: 5000})).isReady, true);
  assert.deepEqual(ran, ['build', 'up -d']);
});

test('a cancelled up leaves what is there, and says so', async context => {
  const {context: labContext, up: _up, ...rest} = await bench(context);
  const cancelling = new AbortController();
  rest.answers.splice(0, 1, metadata([1]));
  const root = await temporaryFolder(context);
  await mkdir(path.join(root, 'docker'), {recursive: true});
  await writeFile(path.join(root, 'docker', 'compose.yaml'), compose);
  const running = up(
    {
      ...labContext,
      signal: cancelling.signal,
      onProgress: step => {
        if (step.kind === 'gates' && step.gates.some(({gate}) => gate === 'registered')) cancelling.abort();
      },
    },
    {files: labFiles('zookeeper', false, root), names: 'refuse', deadline: 5000},
  );
  const result = await running;
  assert.match(result.sentence, /^Cancelled/);
  assert.equal(rest.engine.containers.length, 3);
});

test('down says what goes and what is kept, and deletes volumes only when told to', async context => {
  const {context: labContext, engine, ran} = await bench(context, {containers: lab});
  engine.volumes.push({name: 'zk-kafka1', project: 'kafka-lab'});
  const keeping = await planDown(labContext, false);
  assert.ok(keeping);
  assert.deepEqual(keeping.sentences, [
    'Stops and removes kafka1, kafka2, zookeeper.',
    'Keeps the volumes zk-kafka1: the next up finds topics, offsets and tables again.',
  ]);
  assert.match((await down(labContext, keeping, false)).answer, /are gone\. Kept: zk-kafka1\.$/);
  const deleting = await planDown(labContext, true);
  assert.ok(deleting);
  assert.match(deleting.sentences[1] ?? '', /^Deletes the volumes zk-kafka1/);
  await down(labContext, deleting, true);
  assert.deepEqual(ran, ['--profile scale down', '--profile scale down --volumes']);
});

test('down takes another’s lab down by its own files, or piece by piece where those are gone', async context => {
  const folder = await temporaryFolder(context);
  const labels = {
    'com.docker.compose.project.working_dir': folder,
    'com.docker.compose.project.config_files': 'docker-compose.yml',
  };
  const others = lab.map(spec => ({...spec, project: 'docker', labels}));
  const gone = await bench(context, {containers: others});
  const plan = await planDown(gone.context, false);
  assert.ok(plan);
  await down(gone.context, plan, false);
  assert.deepEqual(gone.ran, []);
  assert.deepEqual(gone.engine.containers, []);
  const removed = gone.server.requests.filter(request => request.startsWith('DELETE')).length;
  assert.equal(removed, 3);

  await writeFile(path.join(folder, 'docker-compose.yml'), '');
  const there = await bench(context, {containers: others});
  const byFiles = await planDown(there.context, false);
  assert.ok(byFiles);
  await down(there.context, byFiles, false);
  assert.deepEqual(there.ran, ['docker: down']);
});

test('there is nothing to take down where there is no lab', async context => {
  const {context: labContext} = await bench(context, {containers: [{name: 'web'}]});
  assert.equal(await planDown(labContext, false), null);
});

test('pull goes on after an image that cannot be had', async context => {
  const {context: labContext, engine} = await bench(context, {images: []});
  engine.registry.set('kafka:1', [{status: 'Status: Downloaded newer image for kafka:1'}]);
  const root = await temporaryFolder(context);
  await mkdir(path.join(root, 'docker'), {recursive: true});
  await writeFile(path.join(root, 'docker', 'compose.yaml'), compose);
  const results = await pull(labContext, labFiles('zookeeper', false, root));
  assert.deepEqual(
    results.map(({name, isDone}) => [name, isDone]),
    [
      ['zookeeper:1', false],
      ['kafka:1', true],
    ],
  );
});
