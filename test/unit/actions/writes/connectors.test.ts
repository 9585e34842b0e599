import assert from 'node:assert/strict';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {type TestContext, test} from 'node:test';
import {connectorAppend} from '../../../../source/actions/writes/connector-append.ts';
import {connectorCreate, connectorDelete} from '../../../../source/actions/writes/connector-create.ts';
import {connectorResetOffsets, connectorStop} from '../../../../source/actions/writes/connector-state.ts';
import type {Plan, Write} from '../../../../source/actions/writes/write.ts';
import {createConnectClient} from '../../../../source/clients/connect/client.ts';
import {systemClock} from '../../../../source/clock.ts';
import {type Answers, Status, startWorker} from '../../../support/connect-worker.ts';
import {healthyLab} from '../../../support/worlds.ts';
import {writeContext} from '../../../support/write-context.ts';

const lab = healthyLab();
const [connector] = lab.picture().connectors;
if (!connector) throw new Error('The seeded lab has a connector.');
const {name, worker} = connector;
const at = (rest = ''): string => `/connectors/${name}${rest}`;

const planned = async (
  context: TestContext,
  write: Write,
  names: readonly string[],
  values: Readonly<Record<string, string>>,
  answers: Answers,
): Promise<{plan: Plan; requests: readonly string[]; run: () => Promise<readonly string[]>}> => {
  const {url, requests} = await startWorker(context, answers);
  const connect = [createConnectClient({address: {name: worker, url}, clock: systemClock})];
  const plan = await write.plan({...writeContext(lab), connect}, names, values);
  const run = async () => (await plan.run(new AbortController().signal, () => {})).map(({answer}) => answer);
  return {plan, requests, run};
};

const file = (context: TestContext, content: unknown): string => {
  const folder = mkdtempSync(path.join(tmpdir(), 'kafka-lab-connector-'));
  context.after(() => rmSync(folder, {recursive: true}));
  const made = path.join(folder, 'connector.json');
  writeFileSync(made, JSON.stringify(content));
  return made;
};

const definition = {
  'connector.class': 'FileStreamSink',
  'tasks.max': 1,
  topics: 'orders',
  password: 'secret',
};
const validate = '/connector-plugins/FileStreamSink/config/validate';

test('a connector is made of a file, and no secret of it stands on the screen', async context => {
  const values = {file: file(context, definition), worker};
  const answers = {[validate]: {configs: []}, '/connectors': {}};
  const {plan, run, requests} = await planned(context, connectorCreate, ['fresh'], values, answers);
  assert.ok(!JSON.stringify([plan.consequences, plan.preview, plan.commandLines]).includes('secret'));
  assert.deepEqual(await run(), [`Connector fresh was created on ${worker}.`]);
  assert.deepEqual(requests, [`PUT ${validate}`, 'POST /connectors']);
});

test('what the worker finds wrong is said field by field, and nothing is made', async context => {
  const errors = [
    {value: {name: 'tasks.max', errors: ['Not a number']}},
    {value: {name: 'topics', errors: []}},
  ];
  const values = {file: file(context, definition), worker};
  await assert.rejects(
    planned(context, connectorCreate, ['fresh'], values, {[validate]: {configs: errors}}),
    /^UserError: tasks.max: Not a number\.$/,
  );
});

test('a file that is none, a worker that is none, a name that is taken: each is said', async context => {
  const create = (given: string, values: Readonly<Record<string, string>>) =>
    planned(context, connectorCreate, [given], values, {});
  await assert.rejects(create('fresh', {file: '/nowhere.json', worker}), /cannot be read/);
  await assert.rejects(create('fresh', {file: file(context, [1]), worker}), /defines no connector/);
  await assert.rejects(create('fresh', {file: 'file-sink', worker: 'nobody'}), /There is no worker nobody/);
  await assert.rejects(create(name, {file: 'file-sink', worker}), /already/);
});

test('what the worker refuses is told in its own words', async context => {
  const refusal = new Status(
    400,
    'Connectors must be in the STOPPED state before their offsets can be modified.',
  );
  const {run} = await planned(context, connectorResetOffsets, [name], {}, {[at('/offsets')]: refusal});
  assert.match((await run()).join(), /Connectors must be in the STOPPED state/);
});

test('stopping says what ends; deleting asks for the name', async context => {
  const stop = await planned(context, connectorStop, [name], {}, {[at('/stop')]: {}});
  assert.deepEqual(await stop.run(), [`${name}: the worker stops it.`]);
  assert.deepEqual(stop.requests, [`PUT ${at('/stop')}`]);
  const remove = await planned(context, connectorDelete, [name], {}, {[at()]: {}});
  assert.equal(remove.plan.typed, name);
  await assert.rejects(planned(context, connectorStop, ['nobody'], {}, {}), /There is no connector nobody/);
});

test('a line goes to the input of a file source by the shell of its container, and nowhere else', async context => {
  const ran: (readonly string[])[] = [];
  const source = {
    ...connector,
    name: 'lines',
    worker: 'connect-standalone',
    config: {'connector.class': 'FileStreamSource', file: '/data/input.txt', topic: 'input-file-data'},
  };
  const {url} = await startWorker(context, {});
  const plain = writeContext(lab);
  const within = (changes: Partial<typeof source> = {}) => ({
    ...plain,
    picture: {...plain.picture, connectors: [{...source, ...changes}]},
    connect: [createConnectClient({address: {name: source.worker, url}, clock: systemClock})],
    docker: {
      exec: async (container: string, command: readonly string[]) => {
        ran.push([container, ...command]);
        return {exitCode: 1, output: ['sh: disk full']};
      },
    },
  });
  const append = (values: Readonly<Record<string, string>>, changes: Partial<typeof source> = {}) =>
    connectorAppend.plan(within(changes), ['lines'], values);
  const plan = await append({line: "it's one"});
  assert.match(plan.question, /\/data\/input\.txt in connect-standalone/);
  const [outcome] = await plan.run();
  assert.deepEqual([outcome?.isDone, outcome?.answer], [false, 'lines: sh: disk full']);
  assert.deepEqual(
    ran.map(([container, , , , , ...words]) => [container, ...words]),
    [['connect-standalone', "it's one", '/data/input.txt']],
  );
  await assert.rejects(append({line: ' '}), /empty line/);
  await assert.rejects(
    append({line: 'a'}, {config: {...source.config, 'connector.class': 'Sink'}}),
    /no file source/,
  );
  await assert.rejects(
    connectorAppend.plan({...within(), docker: null}, ['lines'], {line: 'a'}),
    /No Docker Engine/,
  );
  const stopped = {
    ...within(),
    picture: {
      ...within().picture,
      containers: plain.picture.containers.map(each => ({...each, state: 'exited' as const})),
    },
  };
  await assert.rejects(connectorAppend.plan(stopped, ['lines'], {line: 'a'}), /exited/);
});
