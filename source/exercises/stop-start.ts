import type {Exercise} from './exercise.ts';
import {brokerIs, containerIs, happened} from './proofs.ts';

export const stopStart: Exercise = {
  id: 'stop-start',
  chapter: 'The lab',
  title: 'Stop, start, delete and bring back',
  concept:
    'A container is a process with its own files and network. Stopping sends it SIGTERM, and SIGKILL where it still runs after its grace period; what it stored in volumes stays, and it goes on with that when it is started. An exit code tells how it ended: 143 is a JVM that obeyed SIGTERM, 137 is SIGKILL. A deleted container takes its own files along; one that is made again finds what lies in named volumes.',
  against: ({containers}) =>
    containers.some(({name, service}) => name === 'postgres' || service === 'postgres')
      ? null
      : 'it has no container postgres',
  setup: [],
  steps: [
    {
      id: 'stop',
      text: 'Stop the container postgres in view 2 (d). No broker needs it; who does?',
      line: () => 'docker stop postgres',
      proof: evidence => {
        const died = happened(evidence, 'container-died', ({subject}) => subject === 'postgres');
        return [
          {
            isMet: died !== undefined,
            sentence: died
              ? `postgres ended with exit code ${died.to ?? '?'}.`
              : 'postgres has not ended since the start.',
          },
        ];
      },
      solution: [{command: 'container.stop', on: {view: 'containers', pane: 'containers', row: 'postgres'}}],
    },
    {
      id: 'start',
      text: 'Start it again (u). The brokers went on all the time.',
      line: () => 'docker start postgres',
      proof: ({picture}) => [
        containerIs(picture, 'postgres', 'running'),
        brokerIs(picture, 1, 'up'),
        brokerIs(picture, 2, 'up'),
      ],
      solution: [{command: 'container.start', on: {view: 'containers', pane: 'containers', row: 'postgres'}}],
    },
    {
      id: 'remove',
      text: 'Delete it (x, Remove the container), and read what the question says of its volumes.',
      line: () => 'docker rm -f postgres',
      proof: ({picture}) => {
        const there = picture.containers.find(
          ({name, service}) => name === 'postgres' || service === 'postgres',
        );
        const isRead = picture.containers.length > 0;
        return [
          {
            isMet: isRead && there === undefined,
            sentence: there
              ? `postgres is ${there.state}, and has to be gone.`
              : isRead
                ? 'The engine has no container postgres any more.'
                : 'The containers were not read yet.',
          },
        ];
      },
      solution: [
        {command: 'container.remove', on: {view: 'containers', pane: 'containers', row: 'postgres'}},
      ],
    },
    {
      id: 'bring-back',
      text: 'Bring it back (: and “bring”, Enter): a new container, with another id and the same volume.',
      line: ({world: {target}}) =>
        target?.kind === 'practice'
          ? 'kafka-lab start postgres'
          : 'docker compose -p kafka-lab up -d postgres',
      proof: ({picture}) => [containerIs(picture, 'postgres', 'running')],
      solution: [{command: 'container.bring-back'}],
    },
  ],
  hints: [
    'Go to view 2, move to postgres with j, and press d; the question says what follows.',
    'Enter on a container shows its last health checks, its environment and its volumes; l its log.',
  ],
};
