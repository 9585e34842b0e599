import type {Found, Rule} from '../finding.ts';
import {answered, causeOf, restartFailed, showStatus, states} from './rest.ts';

/** A connector that itself has failed: it plans no tasks. */
export const connectorFailed: Rule = {
  id: 'connector-failed',
  rule: 'A connector is in state FAILED.',
  concept:
    'A connector plans the work, its tasks do it, and each has a state of its own. A connector that fails stays FAILED until somebody restarts it or mends its configuration: Connect does not do that by itself.',
  find: picture =>
    answered(picture)
      .filter(({state}) => state === 'FAILED')
      .map(
        (connector): Found => ({
          severity: 'critical',
          subject: {kind: 'connector', id: connector.name},
          also: [{kind: 'worker', id: connector.worker}],
          sentence: `Connector ${connector.name} has FAILED${causeOf(connector.trace)}.`,
          figures: states(connector),
          commands: [showStatus(picture, connector), restartFailed(picture, connector)],
        }),
      ),
};
