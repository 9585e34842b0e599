import assert from 'node:assert/strict';
import {mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {type TestContext, test} from 'node:test';
import type {CourseState} from '../../source/exercises/course.ts';
import {exerciseNamed} from '../../source/exercises/index.ts';
import {paneState, topDialog, withJob} from '../../source/store/ui.ts';
import {labWith} from '../support/exercise-lab.ts';
import {faults} from '../support/faults.ts';
import {partition} from '../support/lab-parts.ts';
import {openSeeded, type SeededMonitor, type SeedOptions} from '../support/monitor.ts';
import {plainRecords, tailOf} from '../support/records.ts';
import {healthyLab} from '../support/worlds.ts';

const open = async (t: TestContext, options: Partial<SeedOptions> = {}): Promise<SeededMonitor> => {
  const seeded = await openSeeded({
    world: healthyLab().world(),
    tail: tailOf(plainRecords(20)),
    columns: 120,
    rows: 40,
    ...options,
  });
  t.after(() => seeded.close());
  return seeded;
};

const shows = (seeded: SeededMonitor, text: string): boolean =>
  seeded.screen().some(row => row.includes(text));
const selected = ({monitor}: SeededMonitor, pane: string): string | null =>
  paneState(monitor.ui.get(), pane).selected;

test('the dashboard has all four panes, the target, and the health in one sentence', async t => {
  const seeded = await open(t);
  for (const text of ['Containers', 'Brokers', 'Consumer groups', 'Messages', 'LAB', 'All is well'])
    assert.ok(shows(seeded, text), text);
});

test('every view is reached by its key', async t => {
  const seeded = await open(t);
  const titles = [
    'Containers',
    'Partitions x brokers',
    'Topics',
    'Lag of',
    'Messages',
    'Connectors',
    'Events',
  ];
  for (const [index, title] of titles.entries()) {
    await seeded.terminal.type(String(index + 2));
    assert.ok(shows(seeded, title), title);
  }
});

test('the selection is kept by id over a refresh, and stays in the list when its row is gone', async t => {
  const seeded = await open(t);
  await seeded.terminal.type('j', 'j');
  const before = selected(seeded, 'containers');
  assert.equal(before, 'kafka2');
  await seeded.show(healthyLab().poll().world());
  assert.equal(selected(seeded, 'containers'), before);
  const {world} = seeded;
  await seeded.show(healthyLab().container('kafka2', null).poll().world());
  assert.ok(world.get());
  assert.ok(!shows(seeded, 'kafka2 '));
  await seeded.terminal.type('enter');
  assert.ok(shows(seeded, 'Environment') || shows(seeded, 'State'), 'the first row is opened instead');
});

test('columns that do not fit come with the right arrow, and go with the left one', async t => {
  const seeded = await open(t, {columns: 80, rows: 24});
  await seeded.terminal.type('2');
  assert.ok(!shows(seeded, 'image') && shows(seeded, 'state') && shows(seeded, ' → ─╯'));
  for (let press = 0; press < 20; press++) await seeded.terminal.type('right');
  assert.ok(shows(seeded, 'image') && !shows(seeded, 'state') && shows(seeded, ' ← ─╯'));
  assert.ok(shows(seeded, 'container▲') && shows(seeded, 'kafka1'), 'the name stays');
  await seeded.terminal.type('left');
  assert.ok(shows(seeded, ' ←→ ─╯'));
  for (let press = 0; press < 20; press++) await seeded.terminal.type('left');
  assert.ok(!shows(seeded, 'image') && shows(seeded, 'state'));
});

test('a filter shows what holds it, and Esc shows all again; a paste into it fires no key', async t => {
  const seeded = await open(t);
  await seeded.terminal.type('2', '/');
  await seeded.terminal.paste('kafka1\nqd');
  assert.ok(!seeded.asked.some(asked => asked.startsWith('stop')));
  await seeded.terminal.type('ctrl+u');
  for (const letter of 'kafka1') await seeded.terminal.type(letter);
  await seeded.terminal.type('enter');
  assert.ok(shows(seeded, 'kafka1') && !shows(seeded, 'zookeeper'));
  await seeded.terminal.type('escape');
  assert.ok(shows(seeded, 'zookeeper'));
});

test('a paste outside a text field fires nothing', async t => {
  const seeded = await open(t);
  await seeded.terminal.paste('dyqu');
  assert.equal(seeded.asked.length, 0);
  assert.equal(topDialog(seeded.monitor.ui.get()), undefined);
});

test('an arrow key in pieces, 60 ms apart, is an arrow key', async t => {
  const seeded = await open(t);
  for (const byte of ['\u001b', '[', 'B']) {
    seeded.terminal.send(byte);
    await seeded.clock.advance(60);
  }
  await seeded.terminal.idle();
  assert.equal(selected(seeded, 'containers'), 'kafka1');
  assert.equal(seeded.asked.length, 0);
});

test('stopping asks with what follows; n leaves it, y does it once for every marked container', async t => {
  const seeded = await open(t);
  await seeded.terminal.type('j', 'space', 'j', 'space', 'd');
  assert.ok(shows(seeded, 'kafka1 leads 4 partitions.'));
  assert.ok(shows(seeded, 'docker stop kafka1 kafka2'));
  await seeded.terminal.type('n');
  assert.equal(seeded.asked.length, 0);
  await seeded.terminal.type('d', 'y');
  await seeded.clock.advance(100);
  await seeded.terminal.idle();
  assert.deepEqual(
    seeded.asked.filter(asked => asked.startsWith('stop')),
    ['stop kafka1', 'stop kafka2'],
  );
});

test('on a target that is only read every write answers with the reason', async t => {
  const seeded = await open(t, {lab: {readOnlyReason: 'this cluster is only read'}});
  await seeded.terminal.type('j', 'd');
  assert.ok(shows(seeded, 'this cluster is only read'));
  await seeded.terminal.type('P');
  assert.equal(topDialog(seeded.monitor.ui.get()), undefined);
  assert.equal(seeded.asked.length, 0);
});

test('w on what is broken opens its card; c copies the command lines of the card', async t => {
  const stopped = faults['broker-stopped'];
  assert.ok(stopped);
  const seeded = await open(t, {world: stopped().world()});
  await seeded.terminal.type('w');
  for (const text of ['Rule', 'Concept', 'docker start']) assert.ok(shows(seeded, text), text);
  seeded.terminal.takeWritten();
  await seeded.terminal.type('c');
  assert.match(seeded.terminal.takeWritten(), /\u001b\]52;c;/);
});

test('of the commands that hold what was typed, one that can be used now is done', async t => {
  const seeded = await open(t);
  // “Restart the connector and its tasks” holds it, too, and there is no connector selected.
  await seeded.terminal.type(':', ...'ask', 'enter');
  assert.ok(shows(seeded, 'host:port of a listener'), seeded.screen().join('\n'));
});

test('the palette finds a command by its words, and does it', async t => {
  const seeded = await open(t);
  await seeded.terminal.type(':');
  for (const letter of 'go events') await seeded.terminal.type(letter === ' ' ? 'space' : letter);
  await seeded.terminal.type('enter');
  assert.equal(seeded.monitor.ui.get().view, 'events');
});

test('the form of test events refuses what cannot be, and sends what is fine', async t => {
  let answer: string | null = 'There is no topic nowhere.';
  const seeded = await open(t, {lab: {produce: () => answer}});
  await seeded.terminal.type('P', 'enter');
  assert.ok(shows(seeded, 'There is no topic nowhere.'));
  answer = null;
  await seeded.terminal.type('enter');
  assert.equal(topDialog(seeded.monitor.ui.get()), undefined);
});

test('a paused view stands still while the world goes on, and then catches up', async t => {
  const seeded = await open(t);
  await seeded.terminal.type('p');
  await seeded.show(healthyLab().container('kafka2', {state: 'exited', exitCode: 137}).poll().world());
  assert.ok(shows(seeded, 'PAUSED'));
  assert.ok(!shows(seeded, 'exited 137'));
  await seeded.terminal.type('p');
  assert.ok(shows(seeded, 'exited 137'));
});

test('e writes the screen to a file, and says where', async t => {
  const folder = mkdtempSync(path.join(tmpdir(), 'kafka-lab-export-'));
  t.after(() => rmSync(folder, {recursive: true, force: true}));
  const seeded = await open(t, {exportFolder: folder});
  await seeded.terminal.type('e');
  const [name = ''] = readdirSync(folder);
  assert.match(readFileSync(path.join(folder, name), 'utf8'), /Consumer groups/);
  assert.ok(shows(seeded, 'Written to'));
});

test('q asks while a job runs; ^C cancels it first', async t => {
  const seeded = await open(t);
  let cancelled = 0;
  const job = {
    id: 1,
    title: 'Test events to orders',
    sentence: '5 sent',
    isRunning: true,
    cancel: () => cancelled++,
  };
  seeded.monitor.ui.update(ui => withJob(ui, job));
  await seeded.terminal.type('q');
  assert.ok(shows(seeded, 'still runs'));
  await seeded.terminal.type('n', 'ctrl+c');
  assert.equal(cancelled, 1);
  assert.equal(seeded.terminal.isRaw, true, 'the screen is still there');
});

test('notices are read whole, and the keys that work here stay in sight below them', async t => {
  const seeded = await open(t, {columns: 80, rows: 24});
  const words = Array.from({length: 30}, (_, index) => `word-${index}`);
  seeded.monitor.session.notify('bad', 'The one before.');
  seeded.monitor.session.notify('good', words.join(' '));
  await seeded.terminal.type('g');
  const screen = seeded.screen();
  assert.match(screen.at(-1) ?? '', /w why {2}q quit/);
  for (const text of ['The one before.', ...words])
    assert.ok(
      screen.some(row => row.includes(text)),
      `${text}\n${screen.join('\n')}`,
    );
  // Over a text, too; what is to be answered is never covered.
  await seeded.terminal.type('?');
  assert.ok(shows(seeded, 'The one before.'), seeded.screen().join('\n'));
});

test('in a form a field with choices goes to the one that begins with what is typed', async t => {
  const seeded = await open(t, {columns: 80, rows: 24});
  await seeded.terminal.type('P', ...Array<string>(6).fill('down'));
  for (const [typed, chosen] of [
    ['1', '1'],
    ['x', '1'],
    ['0', '0'],
    ['A', 'all'],
  ] as const) {
    await seeded.terminal.type(typed);
    assert.ok(shows(seeded, `Acks         ← ${chosen} →`), `${typed}\n${seeded.screen().join('\n')}`);
  }
});

test('in a form what is typed takes the place of what stood there, and a key of the cursor keeps it', async t => {
  const seeded = await open(t, {columns: 80, rows: 24});
  await seeded.terminal.type('P', 'down', '7', '0');
  assert.ok(
    seeded.screen().some(row => /│ Count +70 /.test(row)),
    seeded.screen().join('\n'),
  );
  await seeded.terminal.type('down', 'end', '5', 'down', 'backspace');
  assert.ok(
    seeded.screen().some(row => /│ Rate +105 /.test(row)),
    seeded.screen().join('\n'),
  );
  assert.ok(
    seeded.screen().some(row => /│ Key +│/.test(row)),
    seeded.screen().join('\n'),
  );
  assert.ok(shows(seeded, 'Enter do it   Tab next field   Esc: no'));
});

test('a topic that was made is selected', async t => {
  const lab = {carryOut: (_plan: unknown, onDone?: () => void) => onDone?.()};
  const seeded = await open(t, {lab});
  await seeded.terminal.type('4', 'g');
  await seeded.run('topic.create');
  await seeded.terminal.type(...'new', 'enter');
  const made = {name: 'new', isInternal: false, partitions: [partition(0, [1, 2])]};
  await seeded.show(
    healthyLab()
      .metadata(metadata => ({...metadata, topics: [...metadata.topics, made]}))
      .poll()
      .world(),
  );
  assert.equal(selected(seeded, 'topics'), 'new');
  assert.ok(shows(seeded, 'Partitions of new'), seeded.screen().join('\n'));
});

test('the report is written as Markdown and as JSON', async t => {
  const folder = mkdtempSync(path.join(tmpdir(), 'kafka-lab-report-'));
  t.after(() => rmSync(folder, {recursive: true}));
  const seeded = await open(t, {exportFolder: folder});
  await seeded.run('learn.report');
  const names = readdirSync(folder).sort();
  assert.deepEqual(
    names.map(name => path.extname(name)),
    ['.json', '.md'],
  );
  const [json = '', markdown = ''] = names.map(name => readFileSync(path.join(folder, name), 'utf8'));
  assert.doesNotThrow(() => JSON.parse(json));
  assert.match(markdown, /^# /);
});

test('a notice goes after its time', async t => {
  const seeded = await open(t);
  await seeded.terminal.type('r');
  assert.ok(shows(seeded, 'Reading now.'));
  await seeded.clock.advance(6500);
  await seeded.terminal.idle();
  assert.ok(!shows(seeded, 'Reading now.'));
});

test('on a terminal that is too small it says what it needs, and comes back when there is room', async t => {
  const seeded = await open(t);
  await seeded.terminal.resize(50, 10);
  assert.ok(shows(seeded, 'needs 60 x 16'));
  await seeded.terminal.resize(80, 24);
  assert.ok(shows(seeded, 'Containers'));
});

test('where nothing changes, nothing is written', async t => {
  const seeded = await open(t);
  await seeded.clock.advance(2000);
  await seeded.terminal.idle();
  seeded.terminal.takeWritten();
  await seeded.show({...seeded.world.get()});
  assert.equal(seeded.terminal.takeWritten(), '');
});

test('a filter counts only what it leaves', async t => {
  const seeded = await open(t);
  await seeded.terminal.type('2', '/');
  await seeded.terminal.type(...'kafka1');
  await seeded.terminal.type('enter');
  assert.ok(shows(seeded, 'Containers 1/1 running'), seeded.screen().join('\n'));
  await seeded.terminal.type('6', '/');
  await seeded.terminal.type(...'offset-is-nowhere');
  await seeded.terminal.type('enter');
  assert.ok(shows(seeded, 'showing 0 of 20'), seeded.screen().join('\n'));
});

test('s sorts by the next column, S turns it round, and the selection stays on its row', async t => {
  const seeded = await open(t);
  await seeded.terminal.type('2', 'j');
  const before = selected(seeded, 'containers');
  const order = (): readonly string[] =>
    seeded.screen().flatMap(row => /(kafka\d|zookeeper|postgres(?!-))\s+running/.exec(row)?.[1] ?? []);
  const byName = order();
  await seeded.terminal.type('S');
  assert.deepEqual(order(), [...byName].reverse());
  assert.equal(selected(seeded, 'containers'), before);
  await seeded.terminal.type('s');
  assert.ok(shows(seeded, 'state▲') || shows(seeded, 'state▼'), seeded.screen().join('\n'));
});

test('z gives the focused pane the whole view, and Esc or z gives the others back', async t => {
  const seeded = await open(t);
  await seeded.terminal.type('tab', 'z');
  assert.ok(shows(seeded, 'Brokers 2/2 up'));
  assert.ok(!shows(seeded, 'Consumer groups'));
  await seeded.terminal.type('z');
  assert.ok(shows(seeded, 'Consumer groups'));
});

test('t changes the form of times on the screen: ISO 8601, age, and the clock again', async t => {
  const lab = healthyLab().container('kafka2', {state: 'exited', exitCode: 137}).poll();
  const seeded = await open(t, {world: lab.world(), now: lab.now()});
  const notice = async (): Promise<string> => {
    await seeded.clock.advance(6500);
    await seeded.terminal.type('t');
    return seeded.screen().join('\n');
  };
  await seeded.terminal.type('8');
  assert.ok(seeded.world.get().events.length > 0);
  assert.match(await notice(), /written as ISO 8601/);
  assert.match(seeded.screen().join('\n'), /\d{4}-\d\d-\d\dT\d\d:\d\d/);
  assert.match(await notice(), /written as age/);
  assert.doesNotMatch(seeded.screen().join('\n'), /\d\d:\d\d:\d\d/);
  assert.match(await notice(), /written as clock time/);
  assert.match(seeded.screen().join('\n'), / \d\d:\d\d:\d\d/);
});

test('+ and - change how often servers are read, and say it', async t => {
  const seeded = await open(t);
  await seeded.terminal.type('+');
  assert.ok(shows(seeded, 'Servers are read every 5 s.'));
  await seeded.terminal.type('-', '-');
  assert.ok(shows(seeded, 'Servers are read every 1 s.'));
  assert.deepEqual(
    seeded.asked.filter(asked => asked.startsWith('every')),
    ['every 5000', 'every 2000', 'every 1000'],
  );
});

test('test events go to a topic that exists, when nothing names another', async t => {
  const seeded = await open(t);
  await seeded.terminal.type('P');
  assert.ok(shows(seeded, 'of lonely, orders, payments'), seeded.screen().join('\n'));
  await seeded.terminal.type('enter');
  assert.ok(seeded.asked.includes('produce lonely'), seeded.asked.join());
});

/** A course in which this exercise was begun, and nothing of it was done. */
const begun = (id: string): CourseState => ({
  attempts: new Map([[id, {id, startedAt: 0, solvedAt: null, ticks: [], hints: 0, before: {}}]]),
  current: id,
  conditions: [],
  journal: [],
  trouble: null,
});

test('test events go to the topic of the exercise that is being done, but to a selected one first', async t => {
  const seeded = await open(t, {world: labWith('ex-keys').world(), course: begun('keys')});
  await seeded.terminal.type('P', 'enter');
  await seeded.terminal.type('4', 'g', 'P', 'enter');
  assert.deepEqual(
    seeded.asked.filter(asked => asked.startsWith('produce')),
    ['produce ex-keys', `produce ${selected(seeded, 'topics')}`],
  );
});

test('of several topics of an exercise, test events go to the one that its next step names', async t => {
  const of = (topic: string) => ({name: topic, isInternal: false, partitions: [partition(0, [1, 2])]});
  const lab = healthyLab().metadata(metadata => ({
    ...metadata,
    topics: [...metadata.topics, of('ex-batch-alone'), of('ex-batch-together')],
  }));
  const {current, ...course} = begun('batching');
  const ticks = [{at: 1, seen: [], events: 0}];
  const attempts = new Map([
    ['batching', {id: 'batching', startedAt: 0, solvedAt: null, ticks, hints: 0, before: {}}],
  ]);
  const seeded = await open(t, {world: lab.poll().world(), course: {...course, current, attempts}});
  await seeded.terminal.type('P', 'enter');
  assert.ok(seeded.asked.includes('produce ex-batch-together'), seeded.asked.join());
});

test('the step that is to be done is in sight at 80x24, with all that it waits for', async t => {
  const steps = exerciseNamed('failover-graceful')?.steps ?? [];
  for (const [done, step] of steps.entries()) {
    const ticks = steps.slice(0, done).map(() => ({at: 1, seen: ['It was seen.'], events: 0}));
    const course: CourseState = {
      ...begun('failover-graceful'),
      attempts: new Map([
        [
          'failover-graceful',
          {id: 'failover-graceful', startedAt: 0, solvedAt: null, ticks, hints: 0, before: {}},
        ],
      ]),
      conditions: [
        {sentence: 'The first is met.', isMet: true},
        {sentence: 'The last is not.', isMet: false},
      ],
    };
    const seeded = await open(t, {columns: 80, rows: 24, course});
    await seeded.terminal.type('9');
    const found = seeded.screen().join('\n');
    for (const text of [`${done}/5`, step.text.slice(0, 30), 'The first is met.', 'The last is not.'])
      assert.ok(found.includes(text), `${text}\n${found}`);
  }
});

test('the exercise that is being done is not what is acted on while the filter hides it', async t => {
  const seeded = await open(t, {course: begun('stop-start')});
  await seeded.terminal.type('9', '/', ...'Lag, commit', 'enter', 'x', 'enter');
  assert.deepEqual(seeded.asked, ['begin reset']);
});

test('demo consumers read what the next step of an exercise starts them on', async t => {
  const seeded = await open(t, {world: labWith('ex-reset').world(), course: begun('reset')});
  await seeded.terminal.type('9');
  await seeded.run('consumers.start');
  for (const text of ['Group    ex-reset-readers', 'Topics   ex-reset '])
    assert.ok(shows(seeded, text), seeded.screen().join('\n'));
});

test('a change that the next step of an exercise names stands in its form', async t => {
  const course = {
    ...begun('compaction'),
    attempts: new Map([
      [
        'compaction',
        {
          id: 'compaction',
          startedAt: 0,
          solvedAt: null,
          ticks: [1, 2].map(at => ({at, seen: [], events: 0})),
          hints: 0,
          before: {},
        },
      ],
    ]),
  };
  const seeded = await open(t, {world: labWith('ex-compaction').world(), course, columns: 80, rows: 24});
  await seeded.terminal.type('4', '/', ...'ex-compaction', 'enter');
  await seeded.run('topic.configure');
  assert.ok(shows(seeded, 'policy=compact,segment.ms=1000'), seeded.screen().join('\n'));
  await seeded.terminal.type('escape', 'escape', 'j');
  await seeded.run('topic.configure');
  assert.ok(shows(seeded, 'Change the settings of the topic: lonely'), seeded.screen().join('\n'));
  assert.ok(!shows(seeded, 'policy=compact'), 'of another topic it says nothing');
});

test('a job that says much cuts no key off', async t => {
  const seeded = await open(t, {columns: 80, rows: 24});
  const job = {title: 'Test events to orders', sentence: '9,999 sent, '.repeat(9), isRunning: true};
  seeded.monitor.ui.update(state => withJob(state, {...job, id: 1, cancel: () => {}}));
  await seeded.terminal.type('g');
  assert.match(seeded.screen().at(-1) ?? '', /Test events to orders: 9,999 sent.*w why {2}q quit/);
  await seeded.terminal.type('P');
  assert.match(seeded.screen().at(-1) ?? '', /Test events.*Tab next field {2}Enter do it {2}Esc cancel/);
});

test('an exercise that was solved tells what was seen', async t => {
  const ticks = [
    {at: 1, seen: ['Kafka refused 3 replicas.'], events: 0},
    {at: 2, seen: ['The last of it.'], events: 0},
  ];
  const course = {
    ...begun('create-topic'),
    attempts: new Map([
      ['create-topic', {id: 'create-topic', startedAt: 0, solvedAt: 2, ticks, hints: 0, before: {}}],
    ]),
  };
  const seeded = await open(t, {columns: 80, rows: 24, course});
  await seeded.terminal.type('9');
  assert.ok(shows(seeded, 'Kafka refused 3 replicas.'), seeded.screen().join('\n'));
});

test('an exercise says with which key it is begun, and its hints stand below the step', async t => {
  const seeded = await open(t, {
    columns: 80,
    rows: 24,
    course: {
      ...begun('two-addresses'),
      attempts: new Map([
        [
          'two-addresses',
          {id: 'two-addresses', startedAt: 0, solvedAt: null, ticks: [], hints: 1, before: {}},
        ],
      ]),
    },
  });
  await seeded.terminal.type('9');
  assert.ok(shows(seeded, 'Hint 1 of '), seeded.screen().join('\n'));
  await seeded.terminal.type('j');
  assert.ok(shows(seeded, 'x begins it.'), seeded.screen().join('\n'));
});

test('a container is removed after a question, and brought back by its name', async t => {
  const seeded = await open(t, {missing: ['akhq', 'kafka2']});
  await seeded.terminal.type('2', 'x');
  assert.ok(shows(seeded, 'Remove the container'));
  await seeded.terminal.type('escape', ':', ...'Remove the cont', 'enter');
  assert.ok(
    seeded.screen().some(row => /Remove \S+\?/.test(row)),
    seeded.screen().join('\n'),
  );
  await seeded.terminal.type('n');
  assert.deepEqual(seeded.asked, []);
  await seeded.terminal.type(':', ...'Remove the cont', 'enter', 'y');
  assert.match(seeded.asked.join(), /^remove \S+$/);
  await seeded.terminal.type(':', ...'Bring a removed', 'enter', 'right', 'enter');
  assert.match(seeded.asked.join(), /,bring back kafka2/);
});

test('a container that the lab has lost stays in the list, is counted, and can only be started', async t => {
  const seeded = await open(t, {world: faults['container-missing']().world()});
  await seeded.terminal.type('2');
  assert.ok(shows(seeded, 'Containers 5/6 running'), seeded.screen().join('\n'));
  assert.ok(seeded.screen().some(row => /postgres +missing/.test(row)));
  await seeded.terminal.type('/', ...'postgres', 'enter');
  assert.ok(shows(seeded, 'Containers 1/2 running'), 'under a filter what it leaves is counted');
  await seeded.terminal.type('escape', '/', ...'missing', 'enter', 'd');
  assert.ok(shows(seeded, 'start makes it again'), seeded.screen().join('\n'));
  assert.deepEqual(seeded.asked, []);
  await seeded.terminal.type('enter');
  assert.ok(shows(seeded, 'The engine has no container postgres'));
  await seeded.terminal.type('escape', 'u');
  assert.match(seeded.asked.join(), /^start postgres/);
});

test('of a log a level is chosen, its traces are unfolded, and it is read since a time', async t => {
  const seeded = await open(t);
  await seeded.terminal.type('2', 'l');
  assert.ok(shows(seeded, ': all, folded'), seeded.screen().join('\n'));
  await seeded.terminal.type(':', ...'Level of the log', 'enter');
  assert.ok(shows(seeded, ': warnings, folded'), seeded.screen().join('\n'));
  await seeded.terminal.type(':', ...'unfold', 'enter');
  assert.ok(shows(seeded, ': warnings '), seeded.screen().join('\n'));
  await seeded.terminal.type(':', ...'Read the log', 'enter', 'ctrl+u', ...'2026-01-31T12:00:00Z', 'enter');
  assert.ok(shows(seeded, '2026-01-31T12:00:00.000Z'), seeded.screen().join('\n'));
  assert.match(seeded.asked.join(), /^stop \S+$/, 'the log before it is no longer followed');
  await seeded.terminal.type('escape');
  assert.ok(shows(seeded, 'Containers'));
});

test('demo consumers are started for the selected group, and one is stalled', async t => {
  const seeded = await open(t);
  await seeded.terminal.type(':', ...'stop, kill, stall', 'enter');
  assert.ok(shows(seeded, 'no demo consumer runs'), seeded.screen().join('\n'));
  await seeded.terminal.type('escape', '5', ':', ...'start demo', 'enter');
  await seeded.terminal.type('tab', 'tab', 'ctrl+u', '3', 'enter');
  assert.match(seeded.asked.join(), /^consume \S+ \S.* 3 10 interval$/);
  await seeded.terminal.type(':', ...'stop, kill, stall', 'enter', 'tab', 'right', 'right', 'enter');
  assert.match(seeded.asked.join(), /,steer consumer-1 stall /);
});

test('x shows what cannot be done now with its reason, and does not do it', async t => {
  const seeded = await open(t, {lab: {readOnlyReason: 'this cluster is only read'}});
  await seeded.terminal.type('2', 'j', 'x');
  assert.ok(shows(seeded, 'this cluster is only read'));
  await seeded.terminal.type('enter');
  assert.equal(seeded.asked.length, 0);
});

test('in the menu of x, j and k move, and the key beside an action does it', async t => {
  const seeded = await open(t);
  const at = () => {
    const dialog = topDialog(seeded.monitor.ui.get());
    return dialog?.kind === 'palette' ? dialog.selected : null;
  };
  await seeded.terminal.type('2', 'j', 'x', 'j', 'j', 'k');
  assert.equal(at(), 1);
  await seeded.terminal.type('Z');
  assert.equal(at(), 1, 'a key that stands beside nothing does nothing');
  await seeded.terminal.type('q');
  assert.equal(at(), null, 'q closes the menu and not the program');
  const {asked} = seeded;
  await seeded.terminal.type('x', 'd');
  assert.ok(shows(seeded, 'Stop '), 'it asks as it does without the menu');
  await seeded.terminal.type('y');
  assert.match(asked.join(), /^stop /);
  await seeded.terminal.type(':', 'd', 'j');
  assert.equal(at(), 0, 'in the palette letters are typed');
  assert.ok(shows(seeded, ': dj'));
});

test('the exercise that is being done stands beside every view, and gives way where there is no room', async t => {
  const course: CourseState = {
    attempts: new Map([
      ['stop-start', {id: 'stop-start', startedAt: 0, solvedAt: null, ticks: [], hints: 1, before: {}}],
    ]),
    current: 'stop-start',
    conditions: [{sentence: 'postgres has not ended since the start.', isMet: false}],
    journal: [],
    trouble: null,
  };
  const seeded = await open(t, {course, columns: 130});
  for (const text of [
    'Consumer groups',
    'Stop, start, delete and bring back',
    'postgres has not ended',
    'Hint 1 of ',
  ])
    assert.ok(shows(seeded, text), seeded.screen().join('\n'));
  await seeded.terminal.resize(80, 24);
  assert.ok(!shows(seeded, 'Stop, start, delete and bring back'));
  await seeded.terminal.type('9');
  assert.ok(shows(seeded, 'postgres has not ended'), seeded.screen().join('\n'));
});

test('an exercise is begun from its list, and where it was begun before it asks', async t => {
  const seeded = await open(t);
  await seeded.terminal.type('9', 'j', 'x', 'enter');
  assert.deepEqual(seeded.asked, ['begin stop-start']);
});

test('a storm of sizes ends in a whole screen of the last', async t => {
  const seeded = await open(t);
  for (const [columns, rows] of [
    [200, 50],
    [61, 17],
    [40, 10],
    [133, 31],
    [80, 24],
  ] as const)
    await seeded.terminal.resize(columns, rows);
  const screen = seeded.screen();
  assert.equal(screen.length, 24);
  assert.ok(screen.every(row => row.length <= 80));
  assert.match(screen.at(-1) ?? '', /q quit/);
  assert.ok(shows(seeded, 'Consumer groups'));
});

test('a topic is created by its form, which keeps what was typed while it is wrong', async t => {
  const seeded = await open(t);
  await seeded.run('topic.create');
  await seeded.terminal.type(...'orders', 'enter');
  assert.ok(shows(seeded, 'There is a topic orders already.'), seeded.screen().join('\n'));
  await seeded.terminal.type(...'-new', 'enter');
  assert.deepEqual(seeded.asked, ['Create topic orders-new?']);
  assert.equal(topDialog(seeded.monitor.ui.get()), undefined);
});

test('what is made without a question says with its answer what follows from it', async t => {
  const answers: string[] = [];
  const seeded = await open(t, {
    lab: {
      plan: async () => ({
        question: 'Create topic new?',
        consequences: ['It outlives one broker.'],
        preview: [],
        typed: null,
        commandLines: [],
        run: async () => [
          {name: 'new', isDone: true, answer: 'Topic new was created.'},
          {name: 'more', isDone: false, answer: 'more: refused.'},
        ],
      }),
      carryOut: plan =>
        void plan
          .run(new AbortController().signal, () => {})
          .then(outcomes => answers.push(...outcomes.map(({answer}) => answer))),
    },
  });
  await seeded.run('topic.create');
  await seeded.terminal.type(...'new', 'enter');
  assert.deepEqual(answers, ['Topic new was created. It outlives one broker.', 'more: refused.']);
});

test('a topic is deleted only by typing its name, with what goes with it in sight', async t => {
  const seeded = await open(t);
  await seeded.terminal.type('4', 'j');
  const topic = selected(seeded, 'topics');
  await seeded.run('topic.delete');
  assert.ok(shows(seeded, `Delete topic ${topic}?`), seeded.screen().join('\n'));
  assert.ok(shows(seeded, 'records go with it'), seeded.screen().join('\n'));
  assert.ok(shows(seeded, 'kafka-topics --bootstrap-server'));
  await seeded.terminal.type('y', 'enter');
  assert.ok(shows(seeded, `This is not ${topic}.`));
  assert.deepEqual(seeded.asked, []);
  await seeded.terminal.type('ctrl+u', ...(topic ?? ''), 'enter');
  assert.deepEqual(seeded.asked, [`Delete topic ${topic}?`]);
});

test('an answer is shown when it comes, and so is what kept it from coming', async t => {
  const seeded = await open(t);
  await seeded.run('view.topics', 'topic.batches');
  assert.equal(seeded.asked.at(-1)?.startsWith('batches '), true);
  assert.ok(shows(seeded, 'The batches of '));
  await seeded.terminal.type('escape');
  await seeded.run('topic.settings');
  assert.ok(shows(seeded, 'The settings of '));
  await seeded.terminal.type('escape');
  await seeded.run('topic.latest');
  assert.equal(seeded.asked.at(-1)?.startsWith('latest '), true);
  await seeded.terminal.type('escape');
  await seeded.run('broker.ask');
  await seeded.terminal.type('enter');
  assert.match(seeded.asked.at(-1) ?? '', /^ask \S+:\d+$/);
  assert.ok(shows(seeded, 'Nobody answers at'));
  await seeded.terminal.type('escape');
  assert.equal(topDialog(seeded.monitor.ui.get()), undefined);
});

test('x, Shell hands the terminal over and says how it ended; a practice lab says why there is none', async t => {
  const seeded = await open(t);
  await seeded.terminal.type('j');
  await seeded.run('container.shell');
  assert.ok(seeded.asked.includes('shell kafka1'));
  assert.ok(shows(seeded, 'The shell in kafka1 has ended (exit code 0).'));
  assert.ok(shows(seeded, 'Consumer groups'), 'the screen is back');

  const practice = await open(t, {lab: {whyNoShell: 'a practice container has no shell'}});
  await practice.run('container.shell');
  assert.ok(!practice.asked.some(asked => asked.startsWith('shell')));
  assert.ok(shows(practice, 'a practice container has no shell'));

  const world = healthyLab().container('connect-standalone', {role: 'other'}).poll().world();
  const others = await open(t, {world});
  await others.run('program.all', 'list.first', 'container.shell');
  assert.ok(!others.asked.some(asked => asked.startsWith('shell')));
  assert.ok(shows(others, "it is not one of the lab's containers"));
});

test('a search in a text says how many lines hold it, or that none does, and n comes to each of them', async t => {
  const seeded = await open(t, {columns: 80, rows: 24});
  await seeded.terminal.type('?', '/', ...'zzqq', 'enter');
  assert.ok(shows(seeded, '/zzqq (not found)'));
  await seeded.terminal.type('/', ...'sync', 'enter');
  const title = seeded.screen().find(row => row.includes('/sync (')) ?? '';
  const count = Number(/\((\d+) lines\)/.exec(title)?.[1]);
  assert.ok(count > 3, title);
  const tops = new Set<number>();
  for (let time = 0; time < count; time++) {
    await seeded.terminal.type('n');
    const dialog = topDialog(seeded.monitor.ui.get());
    assert.ok(dialog?.kind === 'text');
    tops.add(dialog.top);
  }
  // The last of them stand on the last page, where the text cannot go on.
  assert.equal(tops.size, count);
});
