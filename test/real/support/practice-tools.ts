import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {systemClock} from '../../../source/clock.ts';
import {run} from '../support.ts';

/** Both lines of Kafka's own tools, each with the kind of cluster that it is tried on. */
export const toolLines = [
  {line: '3.9', image: 'kafka-lab-offline/kafka:3.9', mode: 'zookeeper'},
  {line: '4.3', image: 'kafka-lab-offline/kafka4:4.3', mode: 'kraft'},
] as const;

export type ToolLine = (typeof toolLines)[number];

export const toolDeadline = 90_000;

/** What a program printed, and how it ended. */
export interface Printed {
  readonly out: string;
  /** On both outputs: one after the other, for each would break the other's lines. */
  readonly text: string;
  readonly code: number | null;
}

/** Runs a program that is given this input. */
export const runWith = (words: readonly string[], input: string): Promise<Printed> =>
  new Promise((resolve, reject) => {
    const [program = '', ...args] = words;
    const child = spawn(program, args, {stdio: ['pipe', 'pipe', 'pipe']});
    const cancel = systemClock.after(toolDeadline, () => child.kill('SIGKILL'));
    let [out, errors] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      out += chunk;
    });
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      errors += chunk;
    });
    child.on('error', reject);
    child.on('close', code => {
      cancel();
      resolve({out, text: `${out}\n${errors}`, code});
    });
    // A program that fails at its start does not read.
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });

/** The same; rejects, with what it printed, where it fails. Gives its standard output. */
export const succeed = async (words: readonly string[], input = ''): Promise<string> => {
  const {out, text, code} = await runWith(words, input);
  assert.equal(code, 0, `${words.join(' ')}: ${text.slice(0, 5000)}`);
  return out;
};

/** A container on the host's network, in which Kafka's tools of one line run one after the other. */
export interface ToolContainer {
  /** The words that run a command in it. */
  within(...words: readonly string[]): readonly string[];
  file(path: string, content: object): Promise<unknown>;
  remove(): Promise<unknown>;
}

let containers = 0;

export const startTools = async ({line, image}: ToolLine): Promise<ToolContainer> => {
  containers += 1;
  const name = `kafka-lab-tools-${line}-${process.pid}-${containers}`;
  const within = (...words: readonly string[]) => ['docker', 'exec', '-i', name, ...words];
  await run(`docker run -d --rm --name ${name} --network host --entrypoint sleep ${image} 3600`.split(' '));
  return {
    within,
    file: (path, content) => succeed(within('sh', '-c', `cat > ${path}`), JSON.stringify(content)),
    remove: () => run(['docker', 'rm', '-f', name]),
  };
};
