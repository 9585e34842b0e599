import assert from 'node:assert/strict';
import {type TestContext, test} from 'node:test';
import {setImmediate} from 'node:timers/promises';
import type {Command} from '../../source/commands/command.ts';
import {commands} from '../../source/commands/index.ts';
import {topDialog, viewIds} from '../../source/store/ui.ts';
import {openSeeded, type SeededMonitor, type SeedOptions} from '../support/monitor.ts';
import {plainRecords, tailOf} from '../support/records.ts';
import {healthyLab} from '../support/worlds.ts';

const reason = 'this lab is only read';
/** Dialogs that one command opens after another, at most. */
const most = 4;

/** What a command does by itself, not in a dialog or a list. */
const isTried = ({id}: Command): boolean =>
  !/^(list|text|input|palette|menu|confirm|form|view|pane)\./.test(id) &&
  // Two of them write a file where the test is run.
  !/^(program\.(quit|interrupt|suspend|export|actions|palette)|learn\.report)$/.test(id);

/** A healthy lab that has a file source, too. */
const lab = () =>
  healthyLab()
    .worker('connect-standalone', worker => ({
      ...worker,
      connectors: worker.connectors.map(each => ({...each, config: {'connector.class': 'FileStreamSource'}})),
    }))
    .poll()
    .world();

/** Links that tell which of them would change the lab. */
const telling = (changed: string[], isReadOnly: boolean): Partial<SeedOptions> => {
  const told = (what: string): null => {
    changed.push(what);
    return null;
  };
  const outcome = async (what: string) => {
    told(what);
    return {isDone: true, answer: 'Done.'};
  };
  return {
    missing: ['akhq'],
    lab: {
      readOnlyReason: isReadOnly ? reason : null,
      whyNoUp: isReadOnly ? reason : undefined,
      container: verb => outcome(verb),
      shell: () => outcome('shell'),
      bringBack: () => outcome('bring back'),
      missing: () => ['akhq'],
      produce: () => told('produce'),
      plan: async write => {
        told(write.id);
        return {
          question: '',
          consequences: [],
          preview: [],
          typed: null,
          commandLines: [],
          run: async () => [],
        };
      },
      carryOut: () => void told('carry out'),
      up: () => void told('up'),
      down: () => void told('down'),
    },
    sql: {
      read: async () => null,
      tables: async () => [{schema: 'public', name: 'customers'}],
      columns: async () => [
        {name: 'id', type: 'integer', isNullable: false, default: null, isGenerated: true, isKey: true},
        {name: 'note', type: 'text', isNullable: true, default: null, isGenerated: false, isKey: false},
      ],
      rows: async () => ({rows: [{id: '1', note: 'old'}], isPart: false}),
      write: async () => {
        told('sql');
        return {sentence: 'Done.', count: 1, text: () => []};
      },
    },
    links: {
      consumers: {names: () => [], start: () => told('consume'), steer: () => told('steer')},
      course: {
        state: () => ({attempts: new Map(), current: null, conditions: [], journal: [], trouble: null}),
        // It makes nothing for an exercise where everything is only read, and says so itself.
        start: () => {},
        resume: () => {},
        hint: () => {},
        leave: () => {},
        report: () => ({markdown: '', json: ''}),
      },
    },
  };
};

/** Says yes to whatever a command asks, and sends its forms as they are, with a word in their text fields. */
const agree = async ({monitor: {session, ui}}: SeededMonitor): Promise<void> => {
  for (let time = 0; time < most; time++) {
    await setImmediate();
    const dialog = topDialog(ui.get());
    if (dialog?.kind === 'form') session.press('9', '9');
    if (dialog?.kind === 'confirm') session.press('y', 'y');
    else if (dialog?.kind === 'form' || dialog?.kind === 'palette') session.press('enter', undefined);
    else return;
  }
};

/** The ids of the commands that would change something, wherever they are given and whatever is selected. */
const changing = async (
  t: TestContext,
  tried: readonly Command[],
  isReadOnly: boolean,
): Promise<ReadonlySet<string>> => {
  const changed: string[] = [];
  const seeded = await openSeeded({
    world: lab(),
    tail: tailOf(plainRecords(5)),
    columns: 120,
    rows: 40,
    ...telling(changed, isReadOnly),
  });
  t.after(() => seeded.close());
  const {session, ui} = seeded.monitor;
  const found = new Set<string>();
  for (const view of viewIds) {
    ui.update(state => ({...state, view}));
    for (const {id} of tried.filter(each => !found.has(each.id)))
      for (const end of ['list.first', 'list.last']) {
        session.run(end);
        const before = changed.length;
        session.run(id);
        await agree(seeded);
        if (changed.length > before) found.add(id);
        ui.update(state => ({...state, view, dialogs: [], notices: []}));
        if (found.has(id)) break;
      }
  }
  return found;
};

test('what would change something is marked so, and does nothing where everything is only read', async t => {
  const found = await changing(t, commands.filter(isTried), false);
  const marked = commands.filter(({writes}) => writes).map(({id}) => id);
  assert.deepEqual(
    [...found].sort(),
    [...marked, 'lab.up', 'lab.up-offline', 'sql.prompt'].sort(),
    'a command that changes something has writes, or a reason of its own',
  );
  const those = commands.filter(({id}) => found.has(id));
  assert.deepEqual([...(await changing(t, those, true))], []);
});
