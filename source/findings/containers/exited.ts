import type {Container} from '../../model/container.ts';
import {lastLines, revive} from '../command-lines.ts';
import type {Found, Rule} from '../finding.ts';
import {startFailureOf} from '../start-failures.ts';
import {ago, container, endOf, isDown, isQuorum} from '../subjects.ts';

const wordsOf = (each: Container, now: number): string => {
  if (each.state === 'created') return 'was made and never started';
  if (each.state !== 'exited') return `is ${each.state}`;
  return `has ended (${endOf(each)})${ago(each.finishedAt, now)}`;
};

/** A container of the lab that does not run. Brokers, the quorum, and known start failures have rules of their own. */
export const containerExited: Rule = {
  id: 'container-exited',
  rule: 'A container of the lab does not run.',
  concept:
    "A container lives as long as its first process. Exit code 0 is a clean end, 143 the answer to SIGTERM, 137 a SIGKILL (from the engine, or for want of memory), and any other is the program's own.",
  find: picture =>
    picture.containers
      .filter(
        each =>
          each.role === 'lab' &&
          isDown(each) &&
          each.state !== 'restarting' &&
          !picture.brokers.some(one => one.container === each.name) &&
          !isQuorum(each) &&
          !startFailureOf(each),
      )
      .map(
        (each): Found => ({
          severity: 'warning',
          subject: container(each.name),
          sentence: `Container ${each.name} ${wordsOf(each, picture.now)}.`,
          figures: [
            ['state', each.state],
            ['exit code', String(each.exitCode ?? '-')],
            ['out of memory', each.isOutOfMemory ? 'yes' : 'no'],
            ['restarts', String(each.restarts)],
          ],
          commands: [...revive(picture, each.name), lastLines(picture, each.name)],
        }),
      ),
};
