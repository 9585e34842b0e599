import type {Container} from '../model/container.ts';
import {isUnknown} from '../model/reading.ts';
import {command, docker} from './command-lines.ts';
import type {Finding, Rule} from './finding.ts';
import {startFailureOf} from './start-failures.ts';
import {isDown, quorumContainers} from './subjects.ts';

const logs = (name: string) => docker('logs --tail 50', name, 'shows its last lines');

/** Brokers and quorum containers have rules of their own. */
const isPlain = (container: Container, quorum: ReadonlySet<string>): boolean =>
  container.role === 'lab' && container.nodeRole !== 'broker' && !quorum.has(container.name);

/** A container of the lab that has ended, other than a broker or the quorum. */
export const containerExited: Rule = {
  id: 'container-exited',
  find: picture => {
    const quorum = new Set(quorumContainers(picture).map(({name}) => name));
    return picture.containers
      .filter(
        container => isPlain(container, quorum) && isDown(container) && container.state !== 'restarting',
      )
      .map((container): Finding => {
        const code = container.exitCode;
        const why = container.isOutOfMemory ? ', out of memory' : '';
        return {
          id: 'container-exited',
          severity: 'warning',
          subject: {kind: 'container', id: container.name},
          sentence: `${container.name} is ${container.state}${code === null ? '' : ` (exit code ${code}${why})`}.`,
          rule: 'A container of the lab does not run.',
          figures: [
            ['state', container.state],
            ['exit code', String(code ?? '-')],
            ['restarts', String(container.restarts)],
          ],
          concept:
            "A container lives as long as its first process. Exit code 0 is a clean end, 143 the answer to SIGTERM, 137 a SIGKILL, from the engine or for want of memory; any other is the program's own.",
          commands: [
            docker(container.state === 'paused' ? 'unpause' : 'start', container.name, 'lets it run again'),
            logs(container.name),
          ],
        };
      });
  },
};

/** A container that could not start, for a reason that its log tells. */
export const startFailure: Rule = {
  id: 'start-failure',
  find: picture =>
    picture.containers.flatMap((container): Finding[] => {
      const failure = isDown(container) ? startFailureOf(container) : undefined;
      if (!failure) return [];
      const line = isUnknown(container.lastLog)
        ? undefined
        : container.lastLog.findLast(text => failure.pattern.test(text));
      return [
        {
          id: `start-failure-${failure.id}`,
          severity: 'critical',
          subject: {kind: 'container', id: container.name},
          sentence: `${container.name} could not start: ${failure.cause}. What helps: ${failure.cure}.`,
          rule: `The container ended with exit code ${container.exitCode ?? '?'}, and its log holds a line that is known.`,
          figures: line === undefined ? [] : [['log', line.slice(0, 300)]],
          concept:
            'A start-up failure is told by the exit code and the last lines of the log. Starting again without a change of cause ends the same way.',
          commands: [logs(container.name), command(`kafka-lab start ${container.name}`, 'starts it again')],
        },
      ];
    }),
};

/** A container whose health check fails, or that restarts again and again. */
export const containerUnhealthy: Rule = {
  id: 'container-unhealthy',
  find: picture =>
    picture.containers
      .filter(({role}) => role === 'lab')
      .flatMap((container): Finding[] => {
        if (container.state === 'restarting')
          return [
            {
              id: 'container-restarting',
              severity: 'warning',
              subject: {kind: 'container', id: container.name},
              sentence: `${container.name} restarts again and again (${container.restarts} times; last exit code ${container.exitCode ?? '?'}).`,
              rule: 'The engine says that a container is restarting.',
              figures: [['restarts', String(container.restarts)]],
              concept:
                'A restart policy starts a container again when it ends, after a pause that doubles each time. It hides a failure without curing it.',
              commands: [logs(container.name)],
            },
          ];
        if (container.health !== 'unhealthy' || container.state !== 'running') return [];
        const last = container.probes.at(-1);
        return [
          {
            id: 'container-unhealthy',
            severity: 'warning',
            subject: {kind: 'container', id: container.name},
            sentence: `${container.name} runs but is unhealthy: its check failed ${container.failingStreak} times in a row.`,
            rule: 'A container runs, and its health check fails.',
            figures: [
              ['failed in a row', String(container.failingStreak)],
              ...(last
                ? [['last probe', `${last.exitCode}: ${last.output.trim().slice(0, 200)}`] as const]
                : []),
            ],
            concept:
              'A health check is a command that the engine runs inside the container. Running means that the process lives; healthy means that it does its work.',
            commands: [
              docker("inspect --format '{{json .State.Health}}'", container.name, 'shows its last probes'),
              logs(container.name),
            ],
          },
        ];
      }),
};
