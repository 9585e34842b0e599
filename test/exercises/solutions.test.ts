import assert from 'node:assert/strict';
import {existsSync, mkdtempSync, readdirSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {after, before, test} from 'node:test';
import {exercises} from '../../source/exercises/index.ts';
import {createStudent} from '../support/exercise-keys.ts';
import {bin, cleanEnvironment, type Program, startProgram} from '../support/program.ts';
import {openPseudoTerminal} from '../support/pseudo-terminal.ts';

// Every exercise is solved by its own solution: by keys alone, through the whole screen, on a practice lab.
let home: string;
let lab: Program;
let environment: Record<string, string>;

before(async () => {
  home = mkdtempSync(path.join(tmpdir(), 'kafka-lab-exercises-'));
  environment = {...cleanEnvironment(), HOME: home, XDG_RUNTIME_DIR: home, XDG_STATE_HOME: home};
  lab = startProgram(['practice', '--scene', 'quiet', '--speed', '6', '--json'], {
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

for (const exercise of exercises)
  test(`${exercise.id} is solved by its own solution, step by step`, async context => {
    const terminal = openPseudoTerminal(process.execPath, [bin, '--lab', 'practice', '--interval', '500ms'], {
      columns: 120,
      rows: 40,
      env: environment,
    });
    context.after(() => terminal.close());
    await terminal.waitFor(/All is well/, {deadline: 30_000});
    const student = createStudent(terminal);
    await student.begin(exercise);
    for (const [index, step] of exercise.steps.entries()) {
      for (const move of step.solution) await student.make(move);
      // The ticks in the pane at the side; several steps may be met by one reading.
      await terminal.waitFor(screen => screen.filter(row => /│ ✓ {2}\S/.test(row)).length > index, {
        deadline: 60_000,
      });
    }
    await terminal.waitFor(/All is well/, {deadline: 60_000});
    await student.leave();
  });
