import type {Found, Rule} from '../finding.ts';
import {verb} from '../subjects.ts';
import {answered, causeOf, restartFailed, showStatus, states} from './rest.ts';

/** Tasks that have failed, though the connector itself may say RUNNING. */
export const taskFailed: Rule = {
  id: 'task-failed',
  rule: 'A task of a connector is in state FAILED.',
  concept:
    'Tasks move the data, and each has a state of its own: a connector goes on to say RUNNING when all its tasks are dead. A task that fails stays FAILED until somebody restarts it.',
  find: picture =>
    answered(picture).flatMap((connector): Found[] => {
      const failed = connector.tasks.filter(({state}) => state === 'FAILED');
      const [first] = failed;
      if (!first) return [];
      const all = connector.tasks.length;
      const which = all === 1 ? 'its only task' : `${failed.length} of its ${all} tasks`;
      return [
        {
          severity: failed.length === all ? 'critical' : 'warning',
          subject: {kind: 'connector', id: connector.name},
          also: [{kind: 'worker', id: connector.worker}],
          sentence: `Connector ${connector.name} says ${connector.state}, and ${which} ${verb(failed.length, 'has', 'have')} FAILED${causeOf(first.trace)}.`,
          figures: states(connector),
          commands: [showStatus(picture, connector), restartFailed(picture, connector)],
        },
      ];
    }),
};
