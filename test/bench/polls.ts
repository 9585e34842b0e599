import {readFileSync} from 'node:fs';
import {plaintext} from '../../source/clients/kafka/security.ts';
import {systemClock} from '../../source/clock.ts';
import {watch} from '../../source/feeds/watch.ts';
import {pictureOf} from '../../source/model/picture.ts';
import type {Target} from '../../source/model/target.ts';
import {emptyWorld, type World} from '../../source/model/world.ts';
import {createStore} from '../../source/store/store.ts';
import {startBrokers, type TestBrokersOptions} from '../support/brokers.ts';
import {bin, cleanEnvironment} from '../support/program.ts';
import {openPseudoTerminal} from '../support/pseudo-terminal.ts';
import {type Figure, median} from './report.ts';

const every = 2000;
/** The slow clock goes round once in these. */
const rounds = 10;

const targetOf = (bootstrap: readonly string[]): Target => ({
  kind: 'cluster',
  name: 'bench',
  why: 'the bench',
  bootstrap,
  dockerHost: null,
  project: null,
  variant: null,
  connect: [],
  isReadOnly: true,
});

/** The longest time (ms) that the event loop stood still while `run` ran. */
const longestStall = async (run: () => Promise<void>): Promise<number> => {
  let longest = 0;
  let last = performance.now();
  const end = systemClock.every(1, () => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
  });
  await run();
  end();
  return longest;
};

interface Polled {
  readonly requests: readonly number[];
  readonly times: readonly number[];
  readonly stall: number;
  readonly pictureTime: number;
  /** Of the monitor, which is a process of its own (MiB). */
  readonly memory: number;
}

/** The most memory (MiB) that the monitor had at its polls of a cluster, once it had read all of it. */
const memoryOf = async (bootstrap: readonly string[]): Promise<number> => {
  const monitor = openPseudoTerminal(
    process.execPath,
    [bin, '--bootstrap', bootstrap.join(','), '--interval', '1s'],
    {columns: 120, rows: 40, env: cleanEnvironment()},
  );
  try {
    await monitor.waitFor('Consumer groups 500');
    let most = 0;
    for (let second = 0; second < 15; second++) {
      await new Promise<void>(resolve => systemClock.after(1000, resolve));
      const status = readFileSync(`/proc/${monitor.pid}/status`, 'utf8');
      most = Math.max(most, Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN) / 1024);
    }
    return most;
  } finally {
    monitor.send('q');
    await monitor.ended;
  }
};

const poll = async (options: TestBrokersOptions, isLarge = false): Promise<Polled> => {
  const {bootstrap, cluster, close} = await startBrokers(options);
  const world = createStore<World>(emptyWorld(targetOf(bootstrap)));
  const watching = watch({
    target: targetOf(bootstrap),
    security: plaintext,
    docker: null,
    world,
    clock: systemClock,
    every,
  });
  const [requests, times]: [number[], number[]] = [[], []];
  let stall = 0;
  try {
    await watching.kafkaFeed.poll();
    for (let round = 0; round < rounds; round++) {
      cluster.wire.clear();
      const began = performance.now();
      stall = Math.max(stall, await longestStall(() => watching.kafkaFeed.poll()));
      times.push(performance.now() - began);
      requests.push(cluster.wire.count);
    }
    const began = performance.now();
    pictureOf(world.get(), systemClock.now());
    const pictureTime = performance.now() - began;
    await watching.close();
    return {requests, times, stall, pictureTime, memory: isLarge ? await memoryOf(bootstrap) : 0};
  } finally {
    await watching.close();
    await close();
  }
};

const topics = (count: number, partitions: number) =>
  Array.from({length: count}, (_, index) => ({name: `topic-${index}`, partitions, replicationFactor: 2}));

const groups = (count: number, topicCount: number) =>
  Array.from({length: count}, (_, index) => ({
    id: `group-${index}`,
    committed: {[`topic-${index % topicCount}`]: {0: 0, 1: 0}},
  }));

/** Requests of a poll counted on the wire, whatever the number of topics and groups. */
export const requestsPerPoll = async (): Promise<readonly Figure[]> => {
  const figures: Figure[] = [];
  for (const [topicCount, groupCount] of [
    [5, 5],
    [50, 100],
  ] as const) {
    const brokers = 3;
    const polled = await poll({
      brokers,
      topics: topics(topicCount, 6),
      groups: groups(groupCount, topicCount),
    });
    figures.push({
      what: `${brokers} brokers, ${topicCount * 6} partitions, ${groupCount} groups: requests in a poll (median, most with the slow clock)`,
      measured: `${median(polled.requests)}, ${Math.max(...polled.requests)}`,
      budget: `1 + 2B + 2C = ${1 + 2 * brokers + 2 * brokers}`,
    });
  }
  return figures;
};

/** 10,000 partitions and 500 groups; the brokers run in the same process, so times are theirs, too; the monitor whose memory is read does not. */
export const largeCluster = async (): Promise<readonly Figure[]> => {
  const polled = await poll({brokers: 3, topics: topics(100, 100), groups: groups(500, 100)}, true);
  return [
    {what: 'a poll (median)', measured: `${median(polled.times).toFixed(0)} ms`, budget: 'under 1,000 ms'},
    {
      what: 'longest stall of the loop, brokers included',
      measured: `${polled.stall.toFixed(0)} ms`,
      budget: '50 ms',
    },
    {
      what: 'working out the picture',
      measured: `${polled.pictureTime.toFixed(0)} ms`,
      budget: 'no stall over 50 ms',
    },
    {
      what: 'memory of the monitor, polling each second',
      measured: `${polled.memory.toFixed(0)} MiB`,
      budget: 'under 250 MiB',
    },
  ];
};
