import {command, quoted} from './command-lines.ts';
import type {Finding, Rule} from './finding.ts';

/** A Connect worker that does not answer: its connectors are not known, which is not none. */
export const workerUnreachable: Rule = {
  id: 'worker-unreachable',
  find: ({world}) =>
    [...world.workers].flatMap(([name, reading]): Finding[] => {
      if (reading.state !== 'failed' && reading.state !== 'stale') return [];
      const url = world.target?.connect.find(address => address.name === name)?.url ?? '';
      return [
        {
          id: 'worker-unreachable',
          severity: 'warning',
          subject: {kind: 'worker', id: name},
          sentence: `Connect worker ${name} does not answer: ${reading.error.sentence} Its connectors are not known, which is not none.`,
          rule: 'The REST interface of a Connect worker does not answer.',
          figures: [['address', url]],
          concept:
            'A Connect worker is a process of its own that runs connectors and their tasks; its REST interface is how it is asked and told. Data may go on flowing while the interface is silent, or may not.',
          commands: [
            command(`curl -s ${quoted(`${url}/connectors?expand=status`)}`, 'asks it for its connectors'),
            command(`docker logs --tail 50 ${quoted(name)}`, 'shows its last lines'),
          ],
        },
      ];
    }),
};

/** Connectors and tasks that have failed. A connector may say RUNNING while its tasks are dead. */
export const connectorFailed: Rule = {
  id: 'connector-failed',
  find: ({connectors, world}) =>
    connectors.flatMap((connector): Finding[] => {
      if (connector.health !== 'failed' && connector.health !== 'degraded') return [];
      const failed = connector.tasks.filter(task => task.state === 'FAILED');
      const trace = connector.trace ?? failed[0]?.trace ?? '';
      const url = world.target?.connect.find(address => address.name === connector.worker)?.url ?? '';
      const [cause = ''] = trace.split('\n');
      return [
        {
          id: failed.length > 0 ? 'task-failed' : 'connector-failed',
          severity: 'warning',
          subject: {kind: 'connector', id: connector.name},
          sentence: `Connector ${connector.name}: ${
            failed.length > 0 ? `${failed.length} of ${connector.tasks.length} tasks FAILED` : 'FAILED'
          }${cause === '' ? '' : `: ${cause.slice(0, 200)}`}.`,
          rule: 'A connector or one of its tasks is in state FAILED.',
          figures: [
            ['connector', connector.state],
            ...connector.tasks.map(task => [`task ${task.id}`, `${task.state} on ${task.worker}`] as const),
          ],
          concept:
            'A connector plans, its tasks move the data; each has a state of its own. A task that fails stays FAILED until somebody restarts it: Connect does not do that by itself.',
          commands: [
            command(
              `curl -s ${quoted(`${url}/connectors/${connector.name}/status`)}`,
              'shows its state and the traces',
            ),
            command(
              `curl -s -X POST ${quoted(`${url}/connectors/${connector.name}/restart?includeTasks=true&onlyFailed=true`)}`,
              'restarts what failed',
            ),
          ],
        },
      ];
    }),
};
