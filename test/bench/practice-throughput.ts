import {spawn} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {systemClock} from '../../source/clock.ts';
import {startLab} from '../../source/practice/lab.ts';
import {quietScene} from '../../source/practice/scenes/quiet.ts';
import {type Figure, median} from './report.ts';

const topic = 'bench';
const partitions = 4;
/** The mock cluster keeps 5 MiB of a partition. */
const perPartition = 20_000;
const recordBytes = 200;
const runs = 3;

interface Servers {
  readonly bootstrap: string;
  close(): Promise<void>;
}

/** Seconds that kcat takes; rejects where it fails. */
const kcat = (...args: readonly string[]): Promise<number> =>
  new Promise((resolve, reject) => {
    const began = performance.now();
    const child = spawn('kcat', [...args], {stdio: ['ignore', 'pipe', 'ignore']});
    child.stdout.resume();
    child.on('error', reject);
    child.on('close', code =>
      code === 0
        ? resolve((performance.now() - began) / 1000)
        : reject(new Error(`kcat ${args.join(' ')} ended with ${code}`)),
    );
  });

/** librdkafka's own mock cluster, of as many brokers; it lives as long as the kcat that it is in. */
const mockCluster = (brokers: number): Promise<Servers> =>
  new Promise((resolve, reject) => {
    const child = spawn('kcat', ['-P', '-b', 'mock', '-t', topic, '-X', `test.mock.num.brokers=${brokers}`], {
      stdio: ['pipe', 'ignore', 'pipe'],
    });
    const ended = new Promise<void>(over => child.once('close', () => over()));
    const timer = systemClock.after(10_000, () => {
      child.kill('SIGKILL');
      reject(new Error('kcat said nothing of its mock cluster.'));
    });
    child.once('error', reject);
    child.stderr.setEncoding('utf8').on('data', (said: string) => {
      const found = /replaced with (\S+)/.exec(said)?.[1];
      if (!found) return;
      timer();
      resolve({
        bootstrap: found,
        async close() {
          // It waits for its input, and for nothing else.
          child.kill('SIGKILL');
          await ended;
        },
      });
    });
  });

const practiceLab = async (folder: string): Promise<Servers> => {
  const lab = await startLab({
    scene: {...quietScene, topics: [{name: topic, partitions, replicationFactor: 2}]},
    variant: 'zookeeper',
    ports: 'free',
    speed: 1,
    folder: path.join(folder, 'lab'),
    clock: systemClock,
  });
  return {bootstrap: lab.endpoints.bootstrap.join(','), close: lab.close};
};

interface Speeds {
  /** MiB a second. */
  readonly produce: number;
  readonly fetch: number;
}

const measure = async ({bootstrap}: Servers, file: string): Promise<Speeds> => {
  const mebibytes = (partitions * perPartition * recordBytes) / 1024 ** 2;
  const [produced, fetched]: [number[], number[]] = [[], []];
  for (let run = 0; run < runs; run++) {
    let seconds = 0;
    for (let partition = 0; partition < partitions; partition++)
      seconds += await kcat('-P', '-b', bootstrap, '-t', topic, '-p', String(partition), '-l', file);
    produced.push(seconds);
    const last = String(-perPartition);
    fetched.push(await kcat('-C', '-e', '-q', '-o', last, '-b', bootstrap, '-t', topic));
  }
  return {produce: mebibytes / median(produced), fetch: mebibytes / median(fetched)};
};

/** kcat writing to and reading from the practice brokers and librdkafka's mock cluster, each in a process of its own. */
export const practiceThroughput = async (): Promise<readonly Figure[]> => {
  const folder = mkdtempSync(path.join(tmpdir(), 'kafka-lab-bench-'));
  const open: Servers[] = [];
  try {
    const file = path.join(folder, 'records');
    writeFileSync(file, `${'x'.repeat(recordBytes)}\n`.repeat(perPartition));
    const mock = await mockCluster(2).catch(() => null);
    if (!mock)
      return [
        {what: 'practice brokers', measured: 'not measured: kcat is not installed here', budget: 'none'},
      ];
    open.push(mock);
    const lab = await practiceLab(folder);
    open.push(lab);
    const [theirs, ours] = [await measure(mock, file), await measure(lab, file)];
    const row = (what: string, mine: number, other: number): Figure => ({
      what,
      measured: `${mine.toFixed(0)} MiB/s, ${(mine / other).toFixed(2)} times as fast as the mock cluster (${other.toFixed(0)} MiB/s)`,
      budget: 'none',
    });
    return [
      row('kcat produces (acks of all replicas)', ours.produce, theirs.produce),
      row('kcat fetches', ours.fetch, theirs.fetch),
    ];
  } finally {
    for (const servers of open) await servers.close();
    rmSync(folder, {recursive: true, force: true});
  }
};
