import assert from 'node:assert/strict';
import {existsSync, mkdtempSync, readdirSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {engineEnvironment} from '../real/support/json.ts';
import {inContainer, until} from '../real/support.ts';
import {whole} from './contract/containers.ts';
import type {Hand} from './contract/hand.ts';
import {isReal, type Lab, openLab, type Variant} from './contract/lab.ts';
import {cleanEnvironment, runProgram, startProgram} from './program.ts';

/** A lab that exercises are done on, and how the monitor is started on it. */
export interface CourseLab extends Lab {
  readonly parameters: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/** What `kafka-lab practice --json` prints, as far as it is needed here. */
interface PracticeLine {
  readonly bootstrap: readonly string[];
  readonly dockerHost: string;
  readonly connect: readonly {readonly name: string; readonly url: string}[];
}

const practice = async (variant: Variant, environment: Readonly<Record<string, string>>): Promise<Lab> => {
  const flags = variant === 'kraft' ? ['--kraft'] : [];
  const program = startProgram(['practice', '--scene', 'quiet', '--speed', '6', '--json', ...flags], {
    env: environment,
    // All exercises are done on it.
    deadline: 3_600_000,
  });
  await program.until('\n');
  const {bootstrap, dockerHost, connect}: PracticeLine = JSON.parse(program.out());
  return {
    kind: 'practice',
    variant,
    target: {
      kind: 'practice',
      name: 'practice',
      why: 'the exercises',
      bootstrap,
      dockerHost,
      project: 'kafka-lab',
      variant,
      connect,
      isReadOnly: false,
    },
    requests: null,
    close: async () => {
      program.kill('SIGTERM');
      await program.ended;
    },
  };
};

/** The real lab that the environment names; without one a practice lab, six times faster. The user is always a new one. */
export const openCourseLab = async (variant: Variant): Promise<CourseLab> => {
  const home = mkdtempSync(path.join(tmpdir(), 'kafka-lab-exercises-'));
  const environment = {
    ...cleanEnvironment(),
    ...(isReal ? engineEnvironment() : {}),
    HOME: home,
    XDG_RUNTIME_DIR: home,
    XDG_STATE_HOME: home,
  };
  const lab = isReal ? await openLab(variant) : await practice(variant, environment);
  return {
    ...lab,
    environment,
    parameters: ['--lab', isReal ? 'docker' : 'practice', '--interval', '500ms'],
    async close() {
      await lab.close();
      const folder = path.join(home, 'kafka-lab');
      const left = existsSync(folder) ? readdirSync(folder) : [];
      rmSync(home, {recursive: true, force: true});
      assert.deepEqual(
        left.filter(name => name.startsWith('practice')),
        [],
        'a practice lab leaves no file behind',
      );
    },
  };
};

/** Names of what a lab holds. */
interface Holdings {
  readonly topics: readonly string[];
  readonly groups: readonly string[];
  /** `worker/connector` */
  readonly connectors: readonly string[];
  readonly containers: readonly string[];
}

const readHoldings = async ({admin, connect, docker}: Hand): Promise<Holdings> => {
  const kafka = await admin();
  const workers = await Promise.all(
    connect.map(async worker => (await worker.connectors()).map(({name}) => `${worker.name}/${name}`)),
  );
  return {
    topics: await kafka.listTopics(),
    groups: (await kafka.listGroups()).groups.map(({groupId}) => groupId),
    connectors: workers.flat(),
    containers: (await docker.list()).filter(({project}) => project === 'kafka-lab').map(({name}) => name),
  };
};

/** A coordinator that has just taken groups over loads them, and lists none until then. */
const holdingsOf = (hand: Hand): Promise<Holdings> =>
  until(
    'what the lab holds is read',
    () => readHoldings(hand),
    () => true,
  );

/** PostgreSQL keeps the slot of a connector that is gone, and its log for it; on practice there is none. */
const dropSlots = (): Promise<unknown> =>
  until(
    'no replication slot is left',
    () =>
      inContainer(
        'postgres',
        'psql',
        '-U',
        'postgres',
        '-Atc',
        'select pg_drop_replication_slot(slot_name), slot_name from pg_replication_slots',
      ),
    // Dropped ones are named this time, and no more the next.
    printed => printed.trim() === '',
  );

/** Starts what an exercise that was broken off left stopped, paused or removed. */
const raise = async ({docker}: Hand, lab: CourseLab, wanted: readonly string[]): Promise<void> => {
  const found = (await docker.list()).filter(({project}) => project === 'kafka-lab');
  for (const {name, state} of found)
    if (state === 'paused') await docker.act('unpause', name, 60_000);
    // A broker that was killed is refused until its session has ended.
    else if (state !== 'running') await docker.act('start', name, 60_000);
  const gone = wanted.filter(name => !found.some(each => each.name === name));
  if (gone.length > 0)
    await runProgram(['start', ...gone, ...lab.parameters.slice(0, 2)], {
      env: lab.environment,
      deadline: 120_000,
    });
};

const without = (names: readonly string[], before: readonly string[]): string[] =>
  names.filter(name => !before.includes(name));

/**
 * Remembers what a lab holds. What is returned takes everything else away again, and brings every container back: one
 * exercise begins as another does, and the lab is afterwards what it was.
 */
export const rememberLab = async (hand: Hand, lab: CourseLab): Promise<() => Promise<void>> => {
  // The groups of the lab's own workers are there once everything has started.
  const before = await until(
    'the lab is at work',
    () => holdingsOf(hand),
    ({groups}) => ['connect-file-sink', 'pg'].every(own => groups.includes(own)),
  );
  return async () => {
    await until(
      'every container that was there runs',
      async () => {
        await raise(hand, lab, before.containers);
        return (await hand.docker.list()).filter(({name}) => before.containers.includes(name));
      },
      found => found.length === before.containers.length && found.every(({state}) => state === 'running'),
      90_000,
    );
    const kafka = await hand.admin();
    const now = await holdingsOf(hand);
    for (const each of without(now.connectors, before.connectors)) {
      const at = each.indexOf('/');
      await hand.connect.find(({name}) => name === each.slice(0, at))?.remove(each.slice(at + 1));
    }
    if (isReal) await dropSlots();
    const topics = without(now.topics, before.topics);
    if (topics.length > 0) await kafka.deleteTopics({topics, timeout: 10_000});
    await until(
      'the groups of the exercise are gone',
      async () => {
        const left = without((await holdingsOf(hand)).groups, before.groups);
        // One with members is refused until they have left, or their session has ended.
        if (left.length > 0) await kafka.deleteGroups(left).catch(() => {});
        return left;
      },
      left => left.length === 0,
      60_000,
    );
    for (const name of without(now.containers, before.containers)) {
      await hand.docker.act('stop', name, 60_000);
      await hand.docker.act('remove', name, 60_000);
    }
    await whole(hand);
  };
};
