import type {TestContext} from 'node:test';
import {systemClock} from '../../source/clock.ts';
import {commands} from '../../source/headless/commands.ts';
import type {FlagValues} from '../../source/headless/flag.ts';
import {runCommand} from '../../source/headless/run.ts';
import {startBrokers, type TestBrokers, type TestBrokersOptions} from './brokers.ts';
import {startEngine, type TestEngine} from './engine.ts';
import {createContext, type FakeContextOptions} from './headless.ts';

export interface SmallLab extends TestEngine {
  readonly brokers: TestBrokers;
}

/** Two brokers and an engine with their containers, as the lab has them, on sockets of their own. */
export const startSmallLab = async (
  context: TestContext,
  options: TestBrokersOptions = {},
): Promise<SmallLab> => {
  const brokers = await startBrokers(options);
  context.after(() => brokers.close());
  const containers = brokers.bootstrap.map((address, index) => {
    const port = Number(address.split(':')[1]);
    return {
      name: `kafka${index + 1}`,
      project: 'kafka-lab',
      image: 'example/kafka:1',
      environment: {
        KAFKA_BROKER_ID: String(index + 1),
        KAFKA_ADVERTISED_LISTENERS: `OUT://127.0.0.1:${port}`,
      },
      ports: {[port]: port},
      exec: async ([word = '', ...rest]: readonly string[]) => {
        if (word === 'wait') await new Promise(() => {});
        return word === 'exit'
          ? {exitCode: Number(rest[0]), output: 'It ends.\n'}
          : {exitCode: 0, output: `${[word, ...rest].join('|')}\n`};
      },
    };
  });
  return {...(await startEngine(context, containers)), brokers};
};

export interface CommandResult {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  /** Standard output as JSON. */
  json(): Record<string, unknown>;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** Runs a command in this process, on real clients and the real clock. */
export const command = async (
  name: string,
  names: readonly string[],
  flags: FlagValues,
  options: Omit<FakeContextOptions, 'names' | 'flags'> = {},
): Promise<CommandResult> => {
  const found = commands.find(each => each.name === name);
  if (!found) throw new Error(`there is no command ${name}`);
  const {context, out, err} = createContext(options);
  const code = await runCommand({
    command: found,
    names,
    flags: {sample: 50, ...flags},
    commands,
    clock: systemClock,
    io: context.io,
  });
  return {
    code,
    out: out(),
    err: err(),
    json() {
      const value: unknown = JSON.parse(out());
      if (!isObject(value)) throw new Error(`no object: ${out()}`);
      return value;
    },
  };
};
