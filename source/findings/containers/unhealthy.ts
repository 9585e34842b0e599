import {docker, lastLines} from '../command-lines.ts';
import type {Figure, Found, Rule} from '../finding.ts';
import {ago, container} from '../subjects.ts';

/** A container that runs, and whose health check fails. */
export const containerUnhealthy: Rule = {
  id: 'container-unhealthy',
  rule: 'A container runs, and the engine calls it unhealthy.',
  concept:
    'A health check is a command that the engine runs inside the container from time to time. Running means that the process lives; healthy means that it does its work.',
  find: picture =>
    picture.containers
      .filter(({role, state, health}) => role === 'lab' && state === 'running' && health === 'unhealthy')
      .map(
        (each): Found => ({
          severity: 'warning',
          subject: container(each.name),
          sentence: `Container ${each.name} runs but is unhealthy: its check failed ${each.failingStreak} times in a row.`,
          figures: [
            ['failed in a row', String(each.failingStreak)],
            ...each.probes
              .slice(-3)
              .map(
                (probe): Figure => [
                  `probe${ago(probe.at, picture.now)}`,
                  `exit code ${probe.exitCode}: ${probe.output.trim().slice(0, 200)}`,
                ],
              ),
          ],
          commands: [
            docker(picture, "inspect --format '{{json .State.Health}}'", each.name, 'shows its last probes'),
            lastLines(picture, each.name),
          ],
        }),
      ),
};
