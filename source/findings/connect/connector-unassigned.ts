import type {Found, Rule} from '../finding.ts';
import {answered, showStatus, states} from './rest.ts';

/** A connector or tasks that no worker runs. */
export const connectorUnassigned: Rule = {
  id: 'connector-unassigned',
  rule: 'A connector or one of its tasks is UNASSIGNED, or it has no task.',
  concept:
    'The workers of a Connect cluster share connectors and tasks out among them; UNASSIGNED means that nobody runs it now. It passes when a rebalance is over, and stays when the connector plans no task or no worker is left.',
  find: picture =>
    answered(picture)
      .filter(({health}) => health === 'unassigned')
      .map(
        (connector): Found => ({
          severity: 'warning',
          subject: {kind: 'connector', id: connector.name},
          also: [{kind: 'worker', id: connector.worker}],
          sentence: `Connector ${connector.name} moves nothing: ${connector.tasks.length === 0 ? 'it has no task' : 'it or a task of it is assigned to no worker'}.`,
          figures: states(connector),
          commands: [showStatus(picture, connector)],
        }),
      ),
};
