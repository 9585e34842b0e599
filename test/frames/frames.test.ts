import assert from 'node:assert/strict';
import {existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {test} from 'node:test';
import {type Failure, failedAfter, ready, waiting} from '../../source/model/reading.ts';
import type {World} from '../../source/model/world.ts';
import {emptyTailBuffer, type TailBuffer, withNote} from '../../source/store/tail-buffer.ts';
import {viewIds} from '../../source/store/ui.ts';
import {faults} from '../support/faults.ts';
import {clusterTarget, connector, consumerGroup, labTarget, spread} from '../support/lab-parts.ts';
import {openSeeded} from '../support/monitor.ts';
import {awkwardTail, pausedTail, plainRecords, tailOf} from '../support/records.ts';
import {createLab, healthyLab, type SeededLab, unreadWorld} from '../support/worlds.ts';

// Whole screens as text files, for a person to review: UPDATE_FRAMES=1 writes them anew.
const folder = path.join(import.meta.dirname, 'screens');

interface State {
  readonly world: ReturnType<SeededLab['world']>;
  readonly now: number;
  readonly tail: TailBuffer;
}

const of = (lab: SeededLab, tail: TailBuffer = tailOf(plainRecords(30)), later = 0): State => ({
  world: lab.world(),
  now: lab.now() + later,
  tail,
});

const fault = (id: string): SeededLab => {
  const made = new Map<string, () => SeededLab>(Object.entries(faults)).get(id);
  assert.ok(made, `there is no fault ${id}`);
  return made();
};

const refusedWorker: Failure = {
  why: 'unreachable',
  sentence: 'http://localhost:8083 refuses the connection: nothing listens there.',
};

/** A world of which every reading failed from the first. */
const unreadable = (): World => {
  const {now} = healthyLab();
  const failed = (sentence: string) => failedAfter(waiting, {why: 'unreachable', sentence}, now());
  const world = unreadWorld();
  return {
    ...world,
    metadata: failed('localhost:29092 and localhost:39092 refuse the connection: nothing listens there.'),
    groups: new Map([
      [1, failed('Groups that broker 1 coordinates: localhost:29092 refuses the connection.')],
    ]),
    containers: failed('/var/run/docker.sock refuses the connection: is the Docker engine running?'),
    postgres: failed('PostgreSQL (localhost:5433) refuses the connection: nothing listens there.'),
    workers: new Map(
      (world.target?.connect ?? []).map(({name, url}) => [name, failed(`${url} refuses the connection.`)]),
    ),
  };
};

/** Much of everything, with long names and large numbers; some groups do not keep up. */
const busyLab = (): SeededLab => {
  const names = Array.from({length: 40}, (_, n) => `shop.public.orders-by-customer-and-region-${n}`);
  const lab = createLab()
    .metadata(metadata => ({
      ...metadata,
      topics: [...metadata.topics, ...names.map(name => ({name, isInternal: false, partitions: spread(6)}))],
    }))
    .worker('postgres-debezium', worker => ({
      ...worker,
      connectors: Array.from({length: 12}, (_, n) =>
        connector(`inventory-connector-for-region-${n}`, worker.name, n === 3 ? failing : {}),
      ),
    }));
  for (const [n, name] of names.entries())
    lab
      .write(name, 1_234_567 * (n + 1))
      .addGroup(consumerGroup(`analytics.${name}`, name, [0, 1, 2, 3, 4, 5]));
  return lab.poll(20, time => {
    for (const [n, name] of names.entries()) {
      lab.write(name, 1000 * n);
      if (n % 3 === 0 || time < 10) lab.catchUp(`analytics.${name}`);
    }
  });
};

const failing = {
  health: 'degraded',
  tasks: [
    {
      id: 0,
      state: 'FAILED',
      worker: '172.18.0.7:8083',
      trace: 'org.apache.kafka.connect.errors.ConnectException: the slot is in use\n\tat X.poll(X.java:12)',
    },
  ],
} as const;

/** How whole and how fresh the readings are: each must look different in every pane. */
const states: Readonly<Record<string, () => State>> = {
  ready: () => of(healthyLab()),
  waiting: () => ({world: unreadWorld(), now: healthyLab().now(), tail: emptyTailBuffer()}),
  empty: () =>
    of(
      createLab()
        .metadata(metadata => ({...metadata, topics: []}))
        .removeGroup('billing')
        .removeGroup('reports')
        .worker('postgres-debezium', worker => ({...worker, connectors: []}))
        .worker('connect-standalone', worker => ({...worker, connectors: []}))
        .poll(2)
        .change(world => ({
          ...world,
          containers: ready([], world.metadata.state === 'ready' ? world.metadata.at : 0, 2000),
        })),
      emptyTailBuffer(),
    ),
  partial: () =>
    of(
      healthyLab().silence(2, 'silent').worker('connect-standalone', refusedWorker).poll(2),
      withNote(tailOf(plainRecords(3)), 'Broker 2 is waited for.'),
    ),
  stale: () => of(healthyLab(), tailOf(plainRecords(30)), 60_000),
  /** All that was read once, and then no more. */
  silent: () => of(fault('cluster-silent')),
  /** Nothing could ever be read. */
  failed: () => ({world: unreadable(), now: healthyLab().now(), tail: emptyTailBuffer()}),
  stopped: () => of(fault('broker-stopped')),
};

const refusedPostgres: Failure = {
  why: 'unreachable',
  sentence: 'PostgreSQL (localhost:5433) refuses the connection: nothing listens there.',
};
const debeziumDown: Failure = {
  why: 'unreachable',
  sentence: 'http://localhost:9090 refuses the connection: nothing listens there.',
};

/** The ways of changes out of PostgreSQL while parts of them are silent or broken. */
const captures: Readonly<Record<string, () => SeededLab>> = {
  'database-down': () => healthyLab().postgres(refusedPostgres).poll(),
  'database-never-read': () => createLab().postgres(refusedPostgres).poll(2),
  'worker-down': () => healthyLab().worker('postgres-debezium', debeziumDown).poll(),
  'worker-never-read': () => createLab().worker('postgres-debezium', debeziumDown).poll(2),
  'both-down': () => healthyLab().postgres(refusedPostgres).worker('postgres-debezium', debeziumDown).poll(),
  'coordinator-down': () => fault('coordinator-unavailable'),
  practice: () => {
    const {postgres, ...target} = labTarget('zookeeper');
    return healthyLab({target: {...target, kind: 'practice', name: 'default'}});
  },
  'slot-lost': () => fault('slot-lost'),
  'slot-inactive': () => fault('slot-inactive'),
  'slot-unused': () => fault('slot-unused'),
  'task-failed': () => fault('task-failed'),
};

// Exercises are no reading: they have screens of their own.
const views = viewIds.filter(view => view !== 'learn');
const sizes = [
  {columns: 80, rows: 24},
  {columns: 120, rows: 40},
] as const;

/** Compares a screen with its file. Rows end without blanks, so that a diff shows only what is there. */
const compare = (name: string, screen: readonly string[]): void => {
  const file = path.join(folder, `${name}.txt`);
  const text = `${screen.map(row => row.trimEnd()).join('\n')}\n`;
  if (process.env.UPDATE_FRAMES) {
    mkdirSync(folder, {recursive: true});
    writeFileSync(file, text);
    return;
  }
  assert.ok(existsSync(file), `there is no ${file}: UPDATE_FRAMES=1 writes it`);
  assert.equal(
    text,
    readFileSync(file, 'utf8'),
    `${name} differs: UPDATE_FRAMES=1 writes it anew, for review`,
  );
};

for (const [state, make] of Object.entries(states)) {
  for (const {columns, rows} of sizes) {
    test(`${state} at ${columns}x${rows}`, async () => {
      const seeded = await openSeeded({...make(), columns, rows});
      try {
        for (const view of views) {
          await seeded.run(`view.${view}`);
          assert.equal(seeded.screen().length, rows);
          compare(`${state}-${view}-${columns}x${rows}`, seeded.screen());
        }
      } finally {
        await seeded.close();
      }
    });
  }
}

/** Screens that differ in how they are drawn, or in what lies over the panes: the commands that lead there. */
const others: readonly {
  readonly name: string;
  readonly state: () => State;
  readonly columns: number;
  readonly rows: number;
  readonly commands: readonly string[];
  readonly isAscii?: boolean;
  readonly hasColour?: boolean;
}[] = [
  {name: 'wide-dashboard', state: () => of(fault('broker-stopped')), columns: 200, rows: 50, commands: []},
  {
    name: 'ascii-dashboard',
    state: () => of(fault('broker-stopped')),
    columns: 80,
    rows: 24,
    commands: [],
    isAscii: true,
  },
  {
    name: 'ascii-brokers',
    state: () => of(fault('broker-stopped')),
    columns: 80,
    rows: 24,
    commands: ['view.brokers'],
    isAscii: true,
  },
  {
    name: 'awkward-messages',
    state: () => of(healthyLab(), awkwardTail()),
    columns: 120,
    rows: 40,
    commands: ['view.messages'],
  },
  {
    name: 'awkward-messages-narrow',
    state: () => of(healthyLab(), awkwardTail()),
    columns: 80,
    rows: 24,
    commands: ['view.messages', 'list.first'],
  },
  {
    name: 'awkward-dashboard',
    state: () => of(healthyLab(), awkwardTail()),
    columns: 80,
    rows: 24,
    commands: ['pane.previous', 'list.first'],
  },
  {
    name: 'awkward-record',
    state: () => of(healthyLab(), awkwardTail()),
    columns: 80,
    rows: 24,
    commands: ['view.messages', 'list.first', 'list.open'],
  },
  {
    name: 'help',
    state: states.ready ?? (() => of(healthyLab())),
    columns: 80,
    rows: 24,
    commands: ['program.help'],
  },
  {name: 'palette', state: () => of(healthyLab()), columns: 80, rows: 24, commands: ['program.palette']},
  {name: 'actions', state: () => of(healthyLab()), columns: 80, rows: 24, commands: ['program.actions']},
  {name: 'why', state: () => of(fault('broker-stopped')), columns: 80, rows: 24, commands: ['program.why']},
  {
    name: 'confirm',
    state: () => of(healthyLab()),
    columns: 80,
    rows: 24,
    commands: ['list.down', 'container.stop'],
  },
  {name: 'produce', state: () => of(healthyLab()), columns: 80, rows: 24, commands: ['messages.produce']},
  {name: 'sql-prompt', state: () => of(healthyLab()), columns: 80, rows: 24, commands: ['sql.prompt']},
  {
    name: 'capture-actions',
    state: () => of(healthyLab()),
    columns: 80,
    rows: 24,
    commands: ['view.connect', 'pane.previous', 'program.actions'],
  },
  {name: 'topic-create', state: () => of(healthyLab()), columns: 80, rows: 24, commands: ['topic.create']},
  {
    name: 'topic-delete',
    state: () => of(healthyLab()),
    columns: 80,
    rows: 24,
    commands: ['view.topics', 'topic.delete'],
  },
  {
    name: 'impact',
    state: () => of(healthyLab()),
    columns: 80,
    rows: 24,
    commands: ['view.brokers', 'list.down', 'program.impact'],
  },
  {
    name: 'learn',
    state: () => of(healthyLab()),
    columns: 80,
    rows: 24,
    commands: ['view.learn', 'list.down'],
  },
  {name: 'learn-wide', state: () => of(healthyLab()), columns: 120, rows: 40, commands: ['view.learn']},
  {
    name: 'learn-open',
    state: () => of(healthyLab()),
    columns: 80,
    rows: 24,
    commands: ['view.learn', 'list.last', 'list.open'],
  },
  {
    name: 'reassign-form',
    state: () => of(healthyLab()),
    columns: 80,
    rows: 24,
    commands: ['view.topics', 'list.down', 'partition.reassign', 'form.submit'],
  },
  {
    name: 'container-detail',
    state: () => of(fault('broker-stopped')),
    columns: 80,
    rows: 24,
    commands: ['list.down', 'list.open'],
  },
  {
    name: 'broker-detail',
    state: () => of(fault('broker-stopped')),
    columns: 80,
    rows: 24,
    commands: ['view.brokers', 'list.open'],
  },
  {
    name: 'topic-detail',
    state: () => of(healthyLab()),
    columns: 80,
    rows: 24,
    commands: ['view.topics', 'list.open'],
  },
  {
    name: 'group-detail',
    state: () => of(healthyLab()),
    columns: 80,
    rows: 24,
    commands: ['view.groups', 'list.open'],
  },
  ...Object.entries(captures).map(([name, make]) => ({
    name: `capture-${name}`,
    state: () => of(make()),
    columns: 80,
    rows: 24,
    commands: ['view.connect'],
  })),
  {
    name: 'capture-detail',
    state: () => of(healthyLab()),
    columns: 80,
    rows: 24,
    commands: ['view.connect', 'pane.previous', 'list.open'],
  },
  ...views.map(view => ({
    name: `narrow-${view}`,
    state: () => of(fault('broker-stopped')),
    columns: 60,
    rows: 16,
    commands: [`view.${view}`],
  })),
  ...views.map(view => ({
    name: `busy-${view}`,
    state: () => of(busyLab(), tailOf(plainRecords(300, 12_345_000))),
    columns: 80,
    rows: 24,
    commands: [`view.${view}`],
  })),
  {
    name: 'connector-detail',
    state: () => of(fault('task-failed')),
    columns: 80,
    rows: 24,
    commands: ['view.connect', 'list.open'],
  },
  {
    name: 'worker-detail',
    state: () => of(fault('task-failed')),
    columns: 120,
    rows: 40,
    commands: ['view.connect', 'pane.next', 'list.open'],
  },
  {
    name: 'partition-detail',
    state: () => of(fault('broker-stopped')),
    columns: 80,
    rows: 24,
    commands: ['view.brokers', 'pane.next', 'list.down', 'list.open'],
  },
  {
    name: 'event-detail',
    state: () => of(fault('broker-stopped')),
    columns: 80,
    rows: 24,
    commands: ['view.events', 'list.open'],
  },
  {
    name: 'log',
    state: () => of(healthyLab()),
    columns: 80,
    rows: 24,
    commands: ['container.logs'],
  },
  {
    name: 'ascii-help',
    state: () => of(healthyLab()),
    columns: 80,
    rows: 24,
    commands: ['program.help'],
    isAscii: true,
  },
  {
    name: 'read-only',
    state: () => of(createLab({target: clusterTarget}).poll(2)),
    columns: 80,
    rows: 24,
    commands: [],
  },
  {
    name: 'paused',
    state: () => of(healthyLab(), pausedTail()),
    columns: 80,
    rows: 24,
    commands: ['view.messages', 'program.pause'],
  },
  {
    name: 'read-messages',
    state: () => of(healthyLab()),
    columns: 80,
    rows: 24,
    commands: ['view.messages', 'messages.read'],
  },
  {name: 'filter', state: () => of(healthyLab()), columns: 80, rows: 24, commands: ['list.filter']},
  {
    name: 'marked',
    state: () => of(healthyLab()),
    columns: 80,
    rows: 24,
    commands: ['list.mark', 'list.down', 'list.mark', 'container.stop'],
  },
  {
    name: 'zoomed',
    state: () => of(healthyLab()),
    columns: 80,
    rows: 24,
    commands: ['pane.next', 'pane.zoom'],
  },
  {name: 'too-small', state: () => of(healthyLab()), columns: 50, rows: 12, commands: []},
];

for (const {name, state, commands, ...options} of others) {
  test(`${name}`, async () => {
    const seeded = await openSeeded({...state(), ...options});
    try {
      await seeded.run(...commands);
      compare(`${name}-${options.columns}x${options.rows}`, seeded.screen());
    } finally {
      await seeded.close();
    }
  });
}

test('what is not well is said without colour, too: the same screen, character by character', async () => {
  const state = of(fault('broker-stopped'));
  const screens: string[] = [];
  for (const hasColour of [true, false]) {
    const seeded = await openSeeded({...state, hasColour});
    screens.push(seeded.screen().join('\n'));
    await seeded.close();
  }
  assert.equal(screens[0], screens[1]);
  assert.match(screens[1] ?? '', /stopped/);
});
