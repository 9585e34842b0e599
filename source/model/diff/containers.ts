import type {Container} from '../container.ts';
import type {LabEvent} from '../event.ts';
import {lastValue} from '../reading.ts';
import type {World} from '../world.ts';
import type {Change} from './change.ts';

const diffContainer = (before: Container, after: Container, change: Change): readonly LabEvent[] => {
  if (before === after) return [];
  const {name} = after;
  const events: LabEvent[] = [];
  const hasEnded = after.state === 'exited' || after.state === 'dead';
  const isNewRun = before.startedAt !== after.startedAt;
  if (hasEnded && (before.state !== after.state || before.finishedAt !== after.finishedAt))
    events.push(change('container-died', name, before.state, after.exitCode));
  else if (before.state !== after.state) events.push(change('container', name, before.state, after.state));
  else if (isNewRun && after.state === 'running')
    events.push(change('container', name, 'running', 'restarted'));
  if (before.health !== after.health && after.health !== null && !hasEnded)
    events.push(change('container-health', name, before.health, after.health));
  return events;
};

const isOfLab = ({role}: Container): boolean => role === 'lab';

/** Containers of the lab that came, went, changed state or health, or ended. */
export const diffContainers = (before: World, after: World, change: Change): readonly LabEvent[] => {
  if (before.containers === after.containers) return [];
  const was = lastValue(before.containers)?.filter(isOfLab);
  const is = lastValue(after.containers)?.filter(isOfLab);
  if (!was || !is) return [];
  const old = new Map(was.map(container => [container.name, container]));
  const now = new Set(is.map(({name}) => name));
  return [
    ...was
      .filter(({name}) => !now.has(name))
      .map(({name, state}) => change('container', name, state, 'removed')),
    ...is.flatMap(container => {
      const previous = old.get(container.name);
      return previous
        ? diffContainer(previous, container, change)
        : [change('container', container.name, null, container.state)];
    }),
  ];
};
