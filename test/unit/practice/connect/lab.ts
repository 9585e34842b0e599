import assert from 'node:assert/strict';
import {mkdtemp, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import type {TestContext} from 'node:test';
import {calmKafkajs} from '../../../../source/calm-kafkajs.ts';
import {systemClock} from '../../../../source/clock.ts';
import {type ConnectWorker, connectWorker} from '../../../../source/practice/connect/worker.ts';
import {scaledClock} from '../../../../source/practice/scaled-clock.ts';
import {startBrokers, type TestBrokers, type TestBrokersOptions} from '../../../support/brokers.ts';
import {settle} from '../../../support/clock.ts';

type Config = Readonly<Record<string, string>>;

// Its clients are those of kafkajs.
calmKafkajs();

/** A worker with brokers and a folder of its own. */
export interface TestLab {
  readonly brokers: TestBrokers;
  readonly worker: ConnectWorker;
  /** Its output, line by line. */
  readonly lines: string[];
  /** The codes that it ended with by itself. */
  readonly exits: number[];
  /** Where a path inside the container is. */
  file(inside: string): string;
  /** Starts the worker, and waits until it answers. */
  start(): Promise<void>;
}

export interface TestLabOptions {
  readonly mode?: 'distributed' | 'standalone';
  readonly connectors?: readonly {readonly name: string; readonly config: Config}[];
  readonly brokers?: TestBrokersOptions;
  /** Without it, a free one. */
  readonly port?: number;
  /** How many times faster than a real worker it waits. */
  readonly speed?: number;
}

/** Waits for a condition; says which where it does not come about. */
export const until = async (what: string, isSo: () => boolean | Promise<boolean>): Promise<void> => {
  const end = performance.now() + 60_000;
  while (!(await isSo())) {
    if (performance.now() > end) assert.fail(`waited in vain: ${what}`);
    await settle(1);
  }
};

export const makeLab = async (t: TestContext, options: TestLabOptions = {}): Promise<TestLab> => {
  const {mode = 'standalone', connectors = [], port = 0, speed = 5} = options;
  const folder = await mkdtemp(path.join(tmpdir(), 'connect-'));
  t.after(() => rm(folder, {recursive: true, force: true}));
  const brokers = await startBrokers({host: '127.0.0.1', ...options.brokers});
  t.after(() => brokers.close());
  const worker = connectWorker({
    name: mode === 'standalone' ? 'connect-standalone' : 'postgres-debezium',
    mode,
    port,
    bootstrap: brokers.bootstrap,
    folder,
    clock: scaledClock(systemClock, speed),
    connectors,
  });
  t.after(() => worker.kill());
  const [lines, exits]: [string[], number[]] = [[], []];
  return {
    brokers,
    worker,
    lines,
    exits,
    file: inside => path.join(folder, inside),
    async start() {
      await worker.start({log: line => void lines.push(line), exit: code => void exits.push(code)});
      await until('the worker is ready', async () => (await worker.check()).isHealthy || exits.length > 0);
    },
  };
};

/** The answer of a worker: its status, and its body where that is JSON. */
export const ask = async (
  {worker}: TestLab,
  request: string,
  body?: unknown,
): Promise<{status: number; body: unknown; headers: Headers}> => {
  const [method = 'GET', target = '/'] = request.split(' ');
  const response = await fetch(`${worker.url}${target}`, {
    method,
    headers: {'content-type': 'application/json'},
    ...(body === undefined ? {} : {body: typeof body === 'string' ? body : JSON.stringify(body)}),
  });
  const text = await response.text();
  return {status: response.status, body: text === '' ? null : JSON.parse(text), headers: response.headers};
};

export interface Status {
  readonly connector: {readonly state: string};
  readonly tasks: readonly {readonly id: number; readonly state: string; readonly trace?: string}[];
}

const isStatus = (value: unknown): value is Status =>
  typeof value === 'object' && value !== null && 'connector' in value && 'tasks' in value;

export const statusOf = async (lab: TestLab, name: string): Promise<Status> => {
  const {body} = await ask(lab, `GET /connectors/${name}/status`);
  assert.ok(isStatus(body), JSON.stringify(body));
  return body;
};

/** Waits until a connector and its tasks are in these states: `RUNNING FAILED` is one that runs, and its only task. */
export const untilStates = async (lab: TestLab, name: string, states: string): Promise<void> => {
  let seen = '';
  await until(`${name} is ${states}`, async () => {
    const {connector, tasks} = await statusOf(lab, name);
    seen = [connector, ...tasks].map(({state}) => state).join(' ');
    return seen === states;
  }).catch(error => assert.fail(`${String(error)}: it is ${seen}`));
};

export const linesIn = async (file: string): Promise<readonly string[]> => {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text.split('\n').slice(0, -1);
};

export const source = (name: string, config: Config): {name: string; config: Config} => ({
  name,
  config: {'connector.class': 'FileStreamSource', ...config},
});

export const sink = (name: string, config: Config): {name: string; config: Config} => ({
  name,
  config: {'connector.class': 'FileStreamSink', ...config},
});
