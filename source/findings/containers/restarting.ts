import {docker, lastLines} from '../command-lines.ts';
import type {Found, Rule} from '../finding.ts';
import {broker, container, endOf} from '../subjects.ts';

/** A container that its restart policy starts again and again. */
export const containerRestarting: Rule = {
  id: 'container-restarting',
  rule: 'The engine says that a container is restarting.',
  concept:
    'A restart policy starts a container again when it ends, after a pause that doubles each time. It hides a failure without curing it.',
  find: picture =>
    picture.containers
      .filter(({role, state}) => role === 'lab' && state === 'restarting')
      .map((each): Found => {
        const home = picture.brokers.find(one => one.container === each.name);
        return {
          severity: 'warning',
          subject: container(each.name),
          also: home ? [broker(home.id)] : [],
          sentence: `Container ${each.name} restarts again and again: ${each.restarts} times so far, last with ${endOf(each)}.`,
          figures: [
            ['restarts', String(each.restarts)],
            ['last end', endOf(each)],
          ],
          commands: [
            lastLines(picture, each.name),
            docker(picture, 'update --restart=no', each.name, 'ends the restarts'),
          ],
        };
      }),
};
