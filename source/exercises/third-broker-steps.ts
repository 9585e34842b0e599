import type {Picture} from '../model/picture.ts';
import type {Step} from './exercise.ts';
import {brokerIs, containerIs} from './proofs.ts';

/** The broker that a lab can have besides. */
export const third = 3;
const container = 'kafka3';

/** Why no broker can be added to what is watched; null where one can. */
export const againstThird = ({world: {target}}: Picture): string | null =>
  target === null || target.kind === 'cluster' || (target.kind === 'lab' && target.project !== 'kafka-lab')
    ? 'it adds a broker, which only a lab of kafka-lab up and a practice lab can have'
    : null;

/** Broker 3 is added, and is up. */
export const addThird: Step = {
  id: 'add',
  text: 'Add a third broker (: and “add”). It registers under the id 3, like any other.',
  line: ({world: {target}}) =>
    target?.kind === 'practice'
      ? `kafka-lab start ${container}`
      : `docker compose -p kafka-lab up -d ${container}`,
  proof: ({picture}) => [containerIs(picture, container, 'running'), brokerIs(picture, third, 'up')],
  solution: [{command: 'container.add'}],
};

/** It is stopped and deleted again, in this order: whoever has records on it would miss them. */
export const removeThird: readonly Step[] = [
  {
    id: 'stop',
    text: `Stop ${container} (d): no partition is missed, for it holds none.`,
    line: () => `docker stop ${container}`,
    proof: ({picture}) => [containerIs(picture, container, 'exited')],
    solution: [{command: 'container.stop', on: {view: 'containers', pane: 'containers', row: container}}],
  },
  {
    id: 'remove',
    text: `Delete it (x, remove). View 3 goes on naming broker ${third} as gone, for it was seen.`,
    line: () => `docker rm -f ${container}`,
    proof: ({picture}) => {
      const isRead = picture.containers.length > 0;
      const there = picture.containers.find(({name, service}) => name === container || service === container);
      return [
        {
          isMet: isRead && there === undefined,
          sentence: there
            ? `${container} is ${there.state}, and has to be gone.`
            : isRead
              ? `The engine has no container ${container}.`
              : 'The containers were not read yet.',
        },
      ];
    },
    solution: [{command: 'container.remove', on: {view: 'containers', pane: 'containers', row: container}}],
  },
];
