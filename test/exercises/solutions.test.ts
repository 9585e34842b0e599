import assert from 'node:assert/strict';
import {existsSync, mkdtempSync, readdirSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {after, before, describe, test} from 'node:test';
import type {Exercise} from '../../source/exercises/exercise.ts';
import {exercises} from '../../source/exercises/index.ts';
import {createStudent} from '../support/exercise-keys.ts';
import {bin, cleanEnvironment, type Program, startProgram} from '../support/program.ts';
import {openPseudoTerminal} from '../support/pseudo-terminal.ts';

interface Variant {
  readonly name: string;
  readonly flags: readonly string[];
  /** The container that decides. */
  readonly quorum: 'zookeeper' | 'controller';
  readonly exercises: readonly Exercise[];
}

/** Those that a controller in place of ZooKeeper could make others. */
const ofBoth = ['third-broker', 'quorum-down'];

const variants: readonly Variant[] = [
  {name: 'ZooKeeper', flags: [], quorum: 'zookeeper', exercises},
  {
    name: 'KRaft',
    flags: ['--kraft'],
    quorum: 'controller',
    exercises: exercises.filter(({id}) => ofBoth.includes(id)),
  },
];

// Every exercise is solved by its own solution: by keys alone, through the whole screen, on a practice lab.
for (const variant of variants)
  describe(`with ${variant.name}`, () => {
    let home: string;
    let lab: Program;
    let environment: Record<string, string>;

    before(async () => {
      home = mkdtempSync(path.join(tmpdir(), 'kafka-lab-exercises-'));
      environment = {...cleanEnvironment(), HOME: home, XDG_RUNTIME_DIR: home, XDG_STATE_HOME: home};
      lab = startProgram(['practice', '--scene', 'quiet', '--speed', '6', '--json', ...variant.flags], {
        env: environment,
        deadline: 600_000,
      });
      await lab.until('\n');
    });
    after(async () => {
      lab.kill('SIGTERM');
      await lab.ended;
      const folder = path.join(home, 'kafka-lab');
      assert.deepEqual(
        existsSync(folder) ? readdirSync(folder).filter(name => name.startsWith('practice')) : [],
        [],
      );
      rmSync(home, {recursive: true, force: true});
    });

    for (const exercise of variant.exercises)
      test(`${exercise.id} is solved by its own solution, step by step`, async context => {
        const options = {columns: 120, rows: 40, env: environment};
        const monitor = [bin, '--lab', 'practice', '--interval', '500ms'];
        const terminal = openPseudoTerminal(process.execPath, monitor, options);
        context.after(() => terminal.close());
        await terminal.waitFor(/All is well/, {deadline: 30_000});
        const student = createStudent(terminal, variant.quorum);
        await student.begin(exercise);
        for (const [index, step] of exercise.steps.entries()) {
          // The ticks in the pane at the side; several steps may be met by one reading.
          const isTicked = (screen: readonly string[]): boolean =>
            screen.filter(row => /│ ✓ {2}\S/.test(row)).length > index;
          const patience = AbortSignal.timeout(60_000);
          for (const move of step.solution) {
            await student.make(move);
            while (move.isRepeated && !patience.aborted && !isTicked(terminal.screen()))
              await student.make(move);
          }
          await terminal.waitFor(isTicked, {deadline: 60_000});
        }
        await terminal.waitFor(/All is well/, {deadline: 60_000});
        await student.leave();
      });
  });
