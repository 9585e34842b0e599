import assert from 'node:assert/strict';
import {existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {test} from 'node:test';
import {emptyTailBuffer, type TailBuffer, withNote} from '../../source/store/tail-buffer.ts';
import {faults} from '../support/faults.ts';
import {openSeeded} from '../support/monitor.ts';
import {awkwardTail, plainRecords, tailOf} from '../support/records.ts';
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

/** How whole and how fresh the readings are: each must look different in every pane. */
const states: Readonly<Record<string, () => State>> = {
  ready: () => of(healthyLab()),
  waiting: () => ({world: unreadWorld(), now: healthyLab().now(), tail: emptyTailBuffer()}),
  empty: () =>
    of(
      createLab()
        .metadata(metadata => ({...metadata, topics: []}))
        .poll(),
      emptyTailBuffer(),
    ),
  partial: () =>
    of(
      healthyLab().silence(2, 'silent').poll(2),
      withNote(tailOf(plainRecords(3)), 'Broker 2 is waited for.'),
    ),
  stale: () => of(healthyLab(), tailOf(plainRecords(30)), 60_000),
  failed: () => of(fault('cluster-silent')),
  stopped: () => of(fault('broker-stopped')),
};

const views = [
  'dashboard',
  'containers',
  'brokers',
  'topics',
  'groups',
  'messages',
  'connect',
  'events',
] as const;
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
    commands: ['view.messages'],
  },
  {
    name: 'awkward-record',
    state: () => of(healthyLab(), awkwardTail()),
    columns: 80,
    rows: 24,
    commands: ['view.messages', 'list.open'],
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
