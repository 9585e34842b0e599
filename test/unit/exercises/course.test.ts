import assert from 'node:assert/strict';
import {mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {describe, type TestContext, test} from 'node:test';
import {partitionOfKey} from '../../../source/clients/kafka/partition-of-key.ts';
import {advanceAttempt} from '../../../source/exercises/advance.ts';
import {type Course, createCourse} from '../../../source/exercises/course.ts';
import type {Step} from '../../../source/exercises/exercise.ts';
import {exercises} from '../../../source/exercises/index.ts';
import {progressFiles} from '../../../source/exercises/progress.ts';
import {topicGrown} from '../../../source/exercises/proofs.ts';
import {reportOf, reportText} from '../../../source/exercises/report.ts';
import {known} from '../../../source/model/reading.ts';
import {createFakeClock} from '../../support/clock.ts';
import {labWith} from '../../support/exercise-lab.ts';
import {partition} from '../../support/lab-parts.ts';
import {healthyLab, type SeededLab} from '../../support/worlds.ts';
import {writeContext} from '../../support/write-context.ts';

const folderOf = (context: TestContext): string => {
  const folder = mkdtempSync(path.join(tmpdir(), 'kafka-lab-progress-'));
  context.after(() => rmSync(folder, {recursive: true}));
  return folder;
};

const openCourse = (folder: string, lab: SeededLab): Course =>
  createCourse({files: progressFiles(folder), clock: createFakeClock(lab.now())});

/** Partitions with one replica each, as the exercise makes them. */
const alone = [0, 1, 2].map(id => partition(id, [1]));

const never = new AbortController().signal;
const partitionOf = (key: string): number => partitionOfKey(Buffer.from(key), 3);

const ticksOf = (course: Course, id: string): number =>
  course.state.get().attempts.get(id)?.ticks.length ?? -1;

describe('an exercise', () => {
  test('is ticked as it is done, step by step, and says what it still waits for', async context => {
    const lab = labWith('ex-keys', alone);
    const course = openCourse(folderOf(context), lab);
    await course.start('keys', writeContext(lab), never);
    assert.equal(course.judge(lab.picture()), 0);
    assert.match(
      course.state
        .get()
        .conditions.map(({sentence}) => sentence)
        .join(' '),
      /ex-keys-0 got 0 records .* 10 or more, of alice/,
    );
    lab.write('ex-keys', 10, partitionOf('alice')).poll();
    assert.equal(course.judge(lab.picture()), 1);
    lab.write('ex-keys', 10, partitionOf('dave')).poll();
    assert.equal(course.judge(lab.picture()), 1);
    lab.write('ex-keys', 10, partitionOf('bob')).poll();
    assert.equal(course.judge(lab.picture()), 1);
    assert.notEqual(course.state.get().attempts.get('keys')?.solvedAt, null);
  });

  test('that asks for a test event is not ticked by what the producers of the lab send', async context => {
    const lab = healthyLab();
    const course = openCourse(folderOf(context), lab);
    await course.start('bring-up', writeContext(lab), never);
    course.judge(lab.write('orders', 5).poll().picture());
    assert.equal(ticksOf(course, 'bring-up'), 1);
    const {world} = lab.poll().picture();
    const sent = {
      at: lab.now(),
      kind: 'action',
      subject: 'Test events to orders',
      from: null,
      to: '1,000 sent, 1,000 acknowledged.',
    } as const;
    course.judge({...lab.picture(), world: {...world, events: [...world.events, sent]}});
    assert.equal(ticksOf(course, 'bring-up'), 2);
  });

  test('takes records in a topic that was made since for a test event, whoever sent them', async context => {
    const lab = healthyLab();
    const course = openCourse(folderOf(context), lab);
    await course.start('bring-up', writeContext(lab), never);
    course.judge(lab.poll().picture());
    lab
      .metadata(metadata => ({
        ...metadata,
        topics: [
          ...metadata.topics,
          {name: 'made-by-kcat', isInternal: false, partitions: [partition(0, [1])]},
        ],
      }))
      .poll();
    course.judge(lab.picture());
    assert.equal(ticksOf(course, 'bring-up'), 1, 'an empty topic is no event');
    course.judge(lab.write('made-by-kcat', 1, 0).poll().picture());
    assert.equal(ticksOf(course, 'bring-up'), 2);
  });

  test('takes no topic for one of yours that comes with the lab', async context => {
    const lab = healthyLab();
    const course = openCourse(folderOf(context), lab);
    const make = (name: string, isInternal: boolean): void => {
      lab
        .metadata(metadata => ({
          ...metadata,
          topics: [...metadata.topics, {name, isInternal, partitions: [partition(0, [1])]}],
        }))
        .poll();
      course.judge(lab.write(name, 1, 0).poll().picture());
    };
    lab.container('connect-standalone', {state: 'exited'}).poll();
    await course.start('bring-up', writeContext(lab), never);
    course.judge(lab.picture());
    make('connect-status', false);
    assert.equal(ticksOf(course, 'bring-up'), 0);
    course.judge(lab.container('connect-standalone', {state: 'running'}).poll().picture());
    make('__transaction_state', true);
    const [name] = lab.picture().connectors.flatMap(({topics}) => known(topics) ?? []);
    lab
      .metadata(metadata => ({...metadata, topics: metadata.topics.filter(topic => topic.name !== name)}))
      .poll();
    make(name ?? '', false);
    assert.equal(ticksOf(course, 'bring-up'), 1);
    make('mine', false);
    assert.equal(ticksOf(course, 'bring-up'), 2);
  });

  test('says that its topic is gone, where what it waits for needs it', async context => {
    const lab = labWith('ex-keys', alone);
    const course = openCourse(folderOf(context), lab);
    await course.start('keys', writeContext(lab), never);
    lab
      .metadata(metadata => ({...metadata, topics: metadata.topics.filter(({name}) => name !== 'ex-keys')}))
      .poll();
    course.judge(lab.picture());
    assert.match(
      course.state
        .get()
        .conditions.map(({sentence}) => sentence)
        .join(' '),
      /There is no topic ex-keys: to begin the exercise anew makes it/,
    );
  });

  test('counts from its baseline, where one of its steps is one', () => {
    const lab = labWith('ex-keys', alone).poll();
    const [base] = exercises;
    if (!base) throw new Error('There is no exercise.');
    const count =
      (wanted: number): Step['proof'] =>
      evidence => [{isMet: topicGrown(evidence, 'ex-keys') >= wanted, sentence: 'It has grown.'}];
    const step = (id: string, wanted: number): Step => ({
      id,
      text: 'It.',
      proof: count(wanted),
      solution: [],
    });
    const steps: readonly Step[] = [{...step('told', 3), isBaseline: true}, step('change', 1)];
    const exercise = {...base, setup: [], steps};
    const before = {'ex-keys/0': 0, 'ex-keys/1': 0, 'ex-keys/2': 0};
    const begun = {id: base.id, startedAt: lab.now(), solvedAt: null, ticks: [], hints: 0, before};
    const told = advanceAttempt(exercise, begun, lab.write('ex-keys', 8, 0).poll().picture(), []);
    assert.equal(told.ticks.length, 1, 'of eight records none is a change');
    assert.equal(
      advanceAttempt(exercise, told, lab.write('ex-keys', 1, 0).poll().picture(), []).ticks.length,
      2,
    );
  });

  test('is not ticked by what was there before it began', async context => {
    const lab = labWith('ex-keys', alone).write('ex-keys', 50, partitionOf('alice')).poll();
    const course = openCourse(folderOf(context), lab);
    await course.start('keys', writeContext(lab), never);
    assert.equal(course.judge(lab.poll().picture()), 0);
  });

  test('keeps its ticks when what was done is undone', async context => {
    const lab = healthyLab();
    const course = openCourse(folderOf(context), lab);
    await course.start('stop-start', writeContext(lab), never);
    lab.container('postgres', {state: 'exited', exitCode: 0}).poll();
    assert.equal(course.judge(lab.picture()), 1);
    lab.container('postgres', {state: 'running', exitCode: null}).poll();
    assert.equal(course.judge(lab.picture()), 1);
    lab.container('postgres', {state: 'exited', exitCode: 0}).poll();
    course.judge(lab.picture());
    assert.equal(ticksOf(course, 'stop-start'), 2);
  });

  test('goes on where it was when the program ended in the middle', async context => {
    const folder = folderOf(context);
    const lab = healthyLab();
    const first = openCourse(folder, lab);
    await first.start('stop-start', writeContext(lab), never);
    // It happened and was put down; the program ended before it was judged again.
    lab.container('postgres', {state: 'exited', exitCode: 0}).poll();
    first.judge(lab.picture());
    const second = openCourse(folder, lab);
    assert.equal(second.state.get().current, 'stop-start');
    assert.equal(ticksOf(second, 'stop-start'), 1);
    lab.container('postgres', {state: 'running', exitCode: null}).poll();
    second.judge(lab.picture());
    assert.equal(ticksOf(second, 'stop-start'), 2);
  });

  test('that was left for another one is gone on with at its step, by this program and the next', async context => {
    const folder = folderOf(context);
    const lab = healthyLab();
    const first = openCourse(folder, lab);
    await first.start('stop-start', writeContext(lab), never);
    lab.container('postgres', {state: 'exited', exitCode: 0}).poll();
    assert.equal(first.judge(lab.picture()), 1);
    // Its clock is that of now, some seconds later.
    const course = openCourse(folder, lab.poll());
    await course.start('bring-up', writeContext(lab), never);
    course.resume('stop-start');
    const next = openCourse(folder, lab);
    for (const each of [course, next]) {
      assert.equal(each.state.get().current, 'stop-start');
      assert.equal(ticksOf(each, 'stop-start'), 1);
      const [tick] = each.state.get().attempts.get('stop-start')?.ticks ?? [];
      assert.equal(tick?.events, 0, 'the journal is another one by now: all that is in it came later');
    }
    lab.container('postgres', {state: 'running', exitCode: null}).poll();
    next.judge(lab.picture());
    assert.equal(ticksOf(next, 'stop-start'), 2);
  });

  test('is not ticked by what was read too long ago, and says so', async context => {
    const lab = healthyLab();
    const course = openCourse(folderOf(context), lab);
    await course.start('stop-start', writeContext(lab), never);
    const picture = lab.container('postgres', {state: 'exited', exitCode: 0}).poll().picture();
    const late = {...picture, now: picture.now + 60_000};
    assert.equal(course.judge(late), 0);
    const said = course.state
      .get()
      .conditions.filter(({isMet}) => !isMet)
      .map(({sentence}) => sentence);
    assert.match(said.join(' '), /The cluster was last read 1 min ago.*The engine was last read/);
    assert.equal(course.judge(lab.poll().picture()), 1);
  });

  test('goes on when the clock of the machine is put back', async context => {
    const lab = healthyLab();
    const course = openCourse(folderOf(context), lab);
    await course.start('stop-start', writeContext(lab), never);
    const picture = lab.container('postgres', {state: 'exited', exitCode: 0}).poll().picture();
    const hour = 3_600_000;
    const {world} = picture;
    const events = world.events.map(event => ({...event, at: event.at - hour}));
    assert.equal(course.judge({...picture, now: picture.now - hour, world: {...world, events}}), 1);
  });

  test('is refused where the lab cannot serve it, and leaves another topic of its name alone', async context => {
    const course = openCourse(folderOf(context), healthyLab());
    await assert.rejects(course.start('nowhere', writeContext(healthyLab()), never), /no exercise nowhere/);
    const other = labWith('ex-keys', []);
    await assert.rejects(
      course.start('keys', writeContext(other), never),
      /There is a topic ex-keys, and it has not 3 partitions/,
    );
    assert.equal(course.state.get().current, null);
  });

  test('begins where nothing may be changed only if nothing has to be made for it', async context => {
    const folder = folderOf(context);
    const begin = (lab: SeededLab, id: string) => {
      const writing = writeContext(lab);
      const course = openCourse(folder, lab);
      return course.start(id, {...writing, target: {...writing.target, isReadOnly: true}}, never);
    };
    await assert.rejects(begin(healthyLab(), 'keys'), {
      name: 'UserError',
      message: /needs topic ex-keys, which is not there\. .* --read-only/,
      next: /kafka-lab learn start keys/,
    });
    assert.deepEqual(await begin(labWith('ex-keys', alone), 'keys'), []);
  });

  test('hints come one at a time, are counted, and end', async context => {
    const lab = healthyLab();
    const course = openCourse(folderOf(context), lab);
    await course.start('stop-start', writeContext(lab), never);
    for (let time = 0; time < 10; time++) course.hint();
    const all = exercises.find(({id}) => id === 'stop-start')?.hints.length;
    assert.equal(course.state.get().attempts.get('stop-start')?.hints, all);
  });
});

test('what is done in another terminal counts, once an exercise is under way', async context => {
  const folder = folderOf(context);
  const lab = labWith('ex-no-key');
  const elsewhere = progressFiles(folder);
  const refused = (at: number, topic: string) =>
    ({at, kind: 'action', subject: `Test events to ${topic}`, from: null, to: `${topic}: no`}) as const;
  elsewhere.note(refused(lab.now(), 'before'));
  assert.deepEqual(elsewhere.fromOthers(), []);
  const course = openCourse(folder, lab);
  await course.start('no-key', writeContext(lab), never);
  elsewhere.note(refused(lab.now(), 'one'));
  course.judge(lab.poll().picture());
  elsewhere.note(refused(lab.now(), 'two'));
  lab.container('postgres', {state: 'exited', exitCode: 0}).poll();
  course.judge(lab.picture());
  const actions = course.state.get().journal.filter(({kind}) => kind === 'action');
  assert.deepEqual(
    actions.map(({to}) => to),
    ['one: no', 'two: no'],
  );
  // A program that is started now finds all of them, and none twice.
  const second = openCourse(folder, lab);
  second.judge(lab.poll().picture());
  assert.equal(second.state.get().journal.filter(({kind}) => kind === 'action').length, 2);
});

describe('the files of the progress', () => {
  test('a damaged one is kept aside and said, and nothing stops', context => {
    const folder = folderOf(context);
    writeFileSync(path.join(folder, 'progress.json'), '{"half');
    const {state} = openCourse(folder, healthyLab());
    assert.match(state.get().trouble ?? '', /was damaged, and is kept as .*progress\.json\.damaged/);
    assert.equal(readFileSync(path.join(folder, 'progress.json.damaged'), 'utf8'), '{"half');
  });

  test('one with an entry that cannot be read is kept aside, and the others go on', async context => {
    const folder = folderOf(context);
    const lab = healthyLab();
    await openCourse(folder, lab).start('bring-up', writeContext(lab), never);
    const file = path.join(folder, 'progress.json');
    const strange = JSON.stringify([
      ...JSON.parse(readFileSync(file, 'utf8')),
      {id: 'keys', startedAt: 'now'},
    ]);
    writeFileSync(file, strange);
    const {state} = openCourse(folder, lab);
    assert.match(state.get().trouble ?? '', /was damaged, and is kept as/);
    assert.equal(state.get().current, 'bring-up');
    assert.equal(readFileSync(`${file}.damaged`, 'utf8'), strange);
  });

  test('an entry of another program that cannot be read is kept aside before it is written over', async context => {
    const folder = folderOf(context);
    const lab = healthyLab();
    const course = openCourse(folder, lab);
    await course.start('bring-up', writeContext(lab), never);
    const file = path.join(folder, 'progress.json');
    const strange = JSON.stringify([
      ...JSON.parse(readFileSync(file, 'utf8')),
      {id: 'keys', startedAt: 'now'},
    ]);
    writeFileSync(file, strange);
    course.hint();
    assert.equal(readFileSync(`${file}.damaged`, 'utf8'), strange);
  });

  test('one that is damaged while an exercise is done costs nothing that was done', async context => {
    const folder = folderOf(context);
    const lab = healthyLab();
    const course = openCourse(folder, lab);
    await course.start('bring-up', writeContext(lab), never);
    await course.start('stop-start', writeContext(lab), never);
    writeFileSync(path.join(folder, 'progress.json'), '{"half');
    course.hint();
    const {attempts} = openCourse(folder, lab).state.get();
    assert.deepEqual([...attempts.keys()].sort(), ['bring-up', 'stop-start']);
    assert.equal(attempts.get('stop-start')?.hints, 1);
    assert.equal(readFileSync(path.join(folder, 'progress.json.damaged'), 'utf8'), '{"half');
  });

  test('what cannot be written is said, and the exercise goes on', async context => {
    const folder = folderOf(context);
    const lab = healthyLab();
    const course = openCourse(folder, lab);
    await course.start('stop-start', writeContext(lab), never);
    for (const name of ['journal.jsonl', 'progress.json']) {
      rmSync(path.join(folder, name));
      mkdirSync(path.join(folder, name));
    }
    course.judge(lab.container('postgres', {state: 'exited', exitCode: 0}).poll().picture());
    assert.equal(ticksOf(course, 'stop-start'), 1);
    assert.match(course.state.get().trouble ?? '', /cannot be written/);
  });

  test('an exercise that is begun anew after the clock was put back is the one that counts', async context => {
    const folder = folderOf(context);
    const lab = healthyLab();
    const early = createCourse({files: progressFiles(folder), clock: createFakeClock(lab.now() + 3_600_000)});
    await early.start('stop-start', writeContext(lab), never);
    early.judge(lab.container('postgres', {state: 'exited', exitCode: 0}).poll().picture());
    assert.equal(ticksOf(early, 'stop-start'), 1);
    const late = openCourse(folder, lab);
    await late.start('stop-start', writeContext(lab), never);
    assert.equal(ticksOf(late, 'stop-start'), 0);
    assert.equal(ticksOf(openCourse(folder, lab), 'stop-start'), 0);
  });

  test('a journal whose last line was cut off is read up to it', context => {
    const files = progressFiles(folderOf(context));
    files.append([{at: 1, kind: 'leader', subject: 'orders-0', from: '1', to: '2'}]);
    const folder = folderOf(context);
    writeFileSync(
      path.join(folder, 'journal.jsonl'),
      '{"at":1,"kind":"leader","subject":"a","from":null,"to":"2"}\n{"at":2,"ki',
    );
    assert.deepEqual(progressFiles(folder).readJournal(), [
      {at: 1, kind: 'leader', subject: 'a', from: null, to: '2'},
    ]);
  });

  test('two programs keep what the other one has done', async context => {
    const folder = folderOf(context);
    const lab = healthyLab();
    const [one, other] = [openCourse(folder, lab), openCourse(folder, lab)];
    await one.start('stop-start', writeContext(lab), never);
    await other.start('bring-up', writeContext(lab), never);
    lab.container('postgres', {state: 'exited', exitCode: 0}).poll();
    one.judge(lab.picture());
    other.hint();
    const third = openCourse(folder, lab);
    assert.equal(ticksOf(third, 'stop-start'), 1);
    assert.equal(third.state.get().attempts.get('bring-up')?.hints, 1);
    assert.equal(ticksOf(other, 'stop-start'), 1);
  });

  test('a program that began an exercise before another one began it anew does not undo that', async context => {
    const folder = folderOf(context);
    const lab = healthyLab();
    const early = openCourse(folder, lab);
    await early.start('stop-start', writeContext(lab), never);
    lab.poll();
    const late = openCourse(folder, lab);
    await late.start('stop-start', writeContext(lab), never);
    early.hint();
    const third = openCourse(folder, lab);
    assert.equal(third.state.get().attempts.get('stop-start')?.hints, 0);
  });

  test('what another program begins and does is seen, and taken over where the same is begun anew', async context => {
    const folder = folderOf(context);
    const lab = healthyLab();
    const one = openCourse(folder, lab);
    const other = openCourse(folder, lab.poll());
    await one.start('stop-start', writeContext(lab), never);
    one.judge(lab.container('postgres', {state: 'exited', exitCode: 0}).poll().picture());
    other.look();
    assert.equal(ticksOf(other, 'stop-start'), 1, 'so that beginning it anew can be asked about');
    assert.equal(other.state.get().current, null);
    await other.start('stop-start', writeContext(lab.poll()), never);
    one.look();
    assert.equal(ticksOf(one, 'stop-start'), 0);
    assert.equal(one.state.get().current, 'stop-start');
    assert.deepEqual(one.state.get().journal, []);
    for (const state of ['running', 'exited'] as const)
      other.judge(lab.container('postgres', {state}).poll().picture());
    one.look();
    assert.equal(ticksOf(one, 'stop-start'), 1);
    const seen = one.state.get();
    one.look();
    assert.equal(one.state.get(), seen, 'nothing is new');
  });

  test('nothing is written before something was begun', context => {
    const folder = folderOf(context);
    openCourse(folder, healthyLab());
    assert.deepEqual(readdirSync(folder), []);
  });
});

test('the report says what was proved, with the figures of then', async context => {
  const lab = healthyLab();
  const course = openCourse(folderOf(context), lab);
  await course.start('stop-start', writeContext(lab), never);
  lab.container('postgres', {state: 'exited', exitCode: 137}).poll();
  course.judge(lab.picture());
  const text = reportText(reportOf(exercises, course.state.get().attempts), 'kafka-lab', lab.now());
  assert.match(text, /0 of \d+ solved on kafka-lab/);
  assert.match(text, /- \[x\] postgres ended with exit code 137\./);
  assert.match(text, /- \[ \] Start it again/);
});
