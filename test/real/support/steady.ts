import assert from 'node:assert/strict';
import {systemClock} from '../../../source/clock.ts';
import {at} from '../../../source/model/cluster.ts';
import type {Picture} from '../../../source/model/picture.ts';
import {isUnknown, known, type Reading} from '../../../source/model/reading.ts';
import type {World} from '../../../source/model/world.ts';
import {inContainer, run} from '../support.ts';
import type {Watched} from '../watched.ts';
import {createTopic, deleteTopics, electPreferred, tool} from './kafka-tools.ts';

const topic = 'steady';
/** It has committed 20 of 50 and 70 of 70 records. */
export const group = 'steady-readers';
/** By partition: records written, and how many of them the group has read. */
const records = [50, 70];
const read = [20, 70];

/** Makes a topic and a group in which nothing changes: partition 0 is led by broker 1, partition 1 by broker 2. */
export const makeSteady = async (bootstrap: readonly string[]): Promise<void> => {
  await createTopic(topic, [
    [1, 2],
    [2, 1],
  ]);
  for (const [partition, count] of records.entries())
    await run([
      ...['sh', '-c'],
      `seq ${count} | kcat -P -b ${bootstrap.join()} -t ${topic} -p ${partition} -X acks=all`,
    ]);
  const offsets = read.map((offset, partition) => `${topic},${partition},${offset}`).join('\\n');
  await inContainer('kafka1', 'sh', '-c', `printf '${offsets}\\n' > /tmp/steady.csv`);
  const flags = ['--group', group, '--reset-offsets', '--from-file', '/tmp/steady.csv', '--execute'];
  await tool('consumer-groups', flags);
  await inContainer('kafka1', 'rm', '/tmp/steady.csv');
};

export const removeSteady = async (): Promise<void> => {
  await tool('consumer-groups', ['--delete', '--group', group]);
  await deleteTopics(new RegExp(topic));
};

interface Dated {
  readonly at: number;
  readonly every: number;
}

const dated = (reading: Reading<unknown> | undefined): Dated | undefined =>
  reading && 'value' in reading ? reading : undefined;

/** The values that need only this broker, or none. */
const valuesOf = (world: World, broker: number): ReadonlyMap<string, Dated | undefined> =>
  new Map([
    ['metadata', dated(world.metadata)],
    ['containers', dated(world.containers)],
    [`the groups of broker ${broker}`, dated(world.groups.get(broker))],
    [`the end of ${topic}-${broker - 1}`, at(world.ends, topic, broker - 1)],
  ]);

/** A busy machine is late by that much (ms) at most. */
const slack = 4000;

const lateBy = ({at: time, every}: Dated, next: number): number | undefined =>
  next - time > 2 * every + slack ? next - time : undefined;

/** What Kafka itself answers for all groups of a broker while it takes over some that another one coordinated. */
const takingOver = 'COORDINATOR_LOAD_IN_PROGRESS';

const failedIn = (world: World, broker: number): readonly string[] =>
  Object.entries({
    metadata: world.metadata,
    controller: world.controller,
    configurations: world.configs,
    containers: world.containers,
    groups: world.groups.get(broker),
    'log directories': world.logDirs.get(broker),
    ...Object.fromEntries(world.workers),
  }).flatMap(([name, reading]) =>
    reading?.state === 'failed' && !(name === 'groups' && reading.error.sentence.includes(takingOver))
      ? [`${name} failed: ${reading.error.sentence}`]
      : [],
  );

/** Figures of what does not change: each is right, or it is unknown. */
const wrongIn = (picture: Picture): readonly string[] => {
  const wrong: string[] = [];
  const look = (name: string, value: unknown, right: number): void => {
    if (value !== undefined && value !== right && !isUnknown(value))
      wrong.push(`${name} is ${JSON.stringify(value)}, not ${right}`);
  };
  const partitions = known(picture.topics.find(({name}) => name === topic)?.partitions ?? []) ?? [];
  for (const {id, start, end} of partitions) {
    look(`the start of ${topic}-${id}`, start, 0);
    look(`the end of ${topic}-${id}`, end, records[id] ?? 0);
  }
  const rows = known(picture.groups.find(({id}) => id === group)?.partitions ?? []) ?? [];
  for (const {partition, committed, lag} of rows) {
    look(`what was committed for ${partition}`, committed, read[partition] ?? 0);
    look(`the lag on ${partition}`, lag, (records[partition] ?? 0) - (read[partition] ?? 0));
  }
  return wrong;
};

export interface Steadiness {
  /** Fails where anything was read late, failed, or was wrong at any moment since the start. */
  end(): Promise<void>;
}

/**
 * Looks at every change of the world from now on: what needs only one broker is read again within two intervals, no
 * reading of it fails but while groups are taken over, and no figure of what stands still is ever a wrong one.
 */
export const watchSteady = async (watched: Watched, broker: number): Promise<Steadiness> => {
  await electPreferred();
  await watched.until('the preferred leaders lead', ({topics}) => {
    const partitions = known(topics.find(({name}) => name === topic)?.partitions ?? []) ?? [];
    return partitions.map(({leader}) => leader).join() === '1,2';
  });
  const last = new Map<string, Dated>();
  const faults = new Set<string>();
  let isEnded = false;
  const follow = (name: string, now: Dated): void => {
    const late = lateBy(last.get(name) ?? now, now.at);
    if (late !== undefined) faults.add(`${name}: not read for ${late} ms`);
    last.set(name, now);
  };
  const take = (picture: Picture): void => {
    for (const [name, value] of valuesOf(picture.world, broker)) if (value) follow(name, value);
    for (const fault of [...failedIn(picture.world, broker), ...wrongIn(picture)]) faults.add(fault);
  };
  const following = watched.until(
    'the end of what is followed',
    picture => {
      take(picture);
      return isEnded;
    },
    150_000,
  );
  following.catch(() => {});
  return {
    async end() {
      isEnded = true;
      await following;
      for (const name of valuesOf(watched.picture().world, broker).keys()) {
        const value = last.get(name);
        const late = value && lateBy(value, systemClock.now());
        if (!value) faults.add(`${name}: never read`);
        else if (late !== undefined) faults.add(`${name}: not read any more, for ${late} ms`);
      }
      assert.deepEqual([...faults], []);
    },
  };
};
