import type {Connector} from '../connector.ts';
import type {LabEvent} from '../event.ts';
import {lastValue, type Reading} from '../reading.ts';
import type {World} from '../world.ts';
import type {Change} from './change.ts';

const answers = (reading: Reading<unknown>): boolean | undefined =>
  reading.state === 'waiting' ? undefined : reading.state === 'ready' || reading.state === 'partial';

const word = (isAnswering: boolean): string => (isAnswering ? 'answers' : 'unreachable');

const diffConnector = (before: Connector, after: Connector, change: Change): readonly LabEvent[] => {
  const events: LabEvent[] = [];
  if (before.state !== after.state) events.push(change('connector', after.name, before.state, after.state));
  const old = new Map(before.tasks.map(task => [task.id, task.state]));
  for (const task of after.tasks) {
    const previous = old.get(task.id);
    // A new task that runs is no news, beside that of its connector; one that has failed at once is.
    if (previous === undefined ? task.state === 'FAILED' : previous !== task.state)
      events.push(change('task', `${after.name} task ${task.id}`, previous ?? null, task.state));
  }
  return events;
};

/** Workers that fell silent or answer again; connectors that came, went or changed state; tasks. */
export const diffConnect = (before: World, after: World, change: Change): readonly LabEvent[] =>
  before.workers === after.workers
    ? []
    : [...after.workers].flatMap(([name, reading]) => {
        const previous = before.workers.get(name);
        if (!previous || previous === reading) return [];
        const [was, is] = [answers(previous), answers(reading)];
        const worker =
          was !== undefined && is !== undefined && was !== is
            ? [change('worker', name, word(was), word(is))]
            : [];
        const [old, now] = [lastValue(previous)?.connectors, lastValue(reading)?.connectors];
        if (!old || !now || old === now) return worker;
        const names = new Map(old.map(connector => [connector.name, connector]));
        const kept = new Set(now.map(connector => connector.name));
        return [
          ...worker,
          ...old
            .filter(each => !kept.has(each.name))
            .map(each => change('connector', each.name, each.state, 'deleted')),
          ...now.flatMap(connector => {
            const known = names.get(connector.name);
            return known
              ? diffConnector(known, connector, change)
              : [
                  change('connector', connector.name, null, connector.state),
                  ...diffConnector({...connector, tasks: []}, connector, change),
                ];
          }),
        ];
      });
