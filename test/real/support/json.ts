import assert from 'node:assert/strict';
import {type ProgramOptions, runProgram} from '../../support/program.ts';

/** What `--json` prints, as far as these suites compare it. */
export interface LabJson {
  readonly missing: readonly {readonly path: string; readonly why: string; readonly sentence: string}[];
  readonly lab: {readonly isReady: boolean; readonly sentence: string};
  readonly cluster: Readonly<Record<string, unknown>>;
  readonly brokers: readonly {readonly id: number; readonly state: string; readonly leaders: number}[];
  readonly topics: readonly {
    readonly name: string;
    readonly minInsync: number;
    readonly replicationFactor: number;
    readonly messages: number | null;
    readonly partitions: readonly {
      readonly id: number;
      readonly leader: number | null;
      readonly replicas: readonly number[];
      readonly isr: readonly number[];
      readonly start: number;
      readonly end: number;
    }[];
  }[];
  readonly groups: readonly {
    readonly id: string;
    readonly type: string;
    readonly state: string;
    readonly coordinator: number;
    readonly lag: number | null;
    readonly members: readonly {readonly id: string}[];
    readonly partitions: readonly {
      readonly topic: string;
      readonly partition: number;
      readonly committed: number | null;
      readonly end: number;
      readonly lag: number | null;
      readonly member: string | null;
    }[];
  }[];
}

/** The engine that the runner named; everything else of the tester's environment is kept from the program. */
export const engineEnvironment = (): Readonly<Record<string, string>> => {
  const {DOCKER_HOST} = process.env;
  return DOCKER_HOST === undefined ? {} : {DOCKER_HOST};
};

/** Runs the built program on the real lab. */
export const kafkaLab = (args: readonly string[], options: ProgramOptions = {}) =>
  runProgram(args, {...options, env: {...engineEnvironment(), ...options.env}});

/** What the program prints as `--json`, which has to be the whole answer. */
export const readJson = async (...args: readonly string[]): Promise<LabJson> => {
  const {code, out, err} = await kafkaLab([...args, '--json']);
  const line = `kafka-lab ${args.join(' ')}`;
  assert.notEqual(out, '', `${line}: ${err}`);
  const json: LabJson = JSON.parse(out);
  assert.equal(code, 0, `${line} exits ${code}: ${err}${JSON.stringify(json.missing)}`);
  return json;
};
