import assert from 'node:assert/strict';
import {after, before, describe, test} from 'node:test';
import type {Move} from '../../source/exercises/exercise.ts';
import {exercises} from '../../source/exercises/index.ts';
import {handOf} from '../support/contract/hand.ts';
import {variants} from '../support/contract/lab.ts';
import {type CourseLab, openCourseLab, rememberLab} from '../support/course-lab.ts';
import {createStudent} from '../support/exercise-keys.ts';
import {bin} from '../support/program.ts';
import {openPseudoTerminal} from '../support/pseudo-terminal.ts';

/** Those that a controller in place of ZooKeeper makes others, or could; the rest is solved with ZooKeeper alone. */
const ofBoth = ['failover-graceful', 'failover-hard', 'third-broker', 'quorum-down'];

test('what is to be solved with a controller is there', () => {
  assert.deepEqual(
    ofBoth.filter(id => !exercises.some(each => each.id === id)),
    [],
  );
});

// Every exercise is solved by its own solution: by keys alone, through the whole screen, on the real lab that the
// environment names, else on a practice lab.
for (const variant of variants)
  describe(`with ${variant}`, () => {
    let lab: CourseLab | undefined;
    before(async () => {
      lab = await openCourseLab(variant);
    });
    after(() => lab?.close());

    const asked = variant === 'kraft' ? exercises.filter(({id}) => ofBoth.includes(id)) : exercises;
    for (const exercise of asked)
      test(`${exercise.id} is solved by its own solution, step by step`, async context => {
        assert.ok(lab, 'the lab has started');
        const cleanUp = await rememberLab(handOf(lab, context), lab);
        const terminal = openPseudoTerminal(process.execPath, [bin, ...lab.parameters], {
          columns: 120,
          rows: 40,
          env: lab.environment,
        });
        try {
          await terminal.waitFor(/All is well/, {deadline: 90_000});
          const student = createStudent(terminal, variant === 'kraft' ? 'controller' : 'zookeeper');
          await student.begin(exercise);
          for (const [index, step] of exercise.steps.entries()) {
            // How far it is stands in the border of the exercise; several steps may be met by one reading.
            const isTicked = (screen: readonly string[]): boolean =>
              screen.some(row => Number(/╭─ (\d+)\/\d+ /.exec(row)?.[1] ?? 0) > index);
            const patience = AbortSignal.timeout(90_000);
            const make = (move: Move): Promise<void> =>
              student.make(move).catch((error: unknown) => {
                // Some things the cluster does by itself after a while, as electing preferred leaders.
                if (!isTicked(terminal.screen())) throw error;
              });
            for (const move of step.solution) {
              await make(move);
              while (move.isRepeated && !patience.aborted && !isTicked(terminal.screen())) await make(move);
            }
            await terminal.waitFor(isTicked, {deadline: 90_000});
          }
          await terminal.waitFor(/All is well/, {deadline: 90_000});
          await student.leave();
        } finally {
          await terminal.close();
          await cleanUp();
        }
      });
  });
