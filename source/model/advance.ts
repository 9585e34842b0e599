import {diff} from './diff/index.ts';
import type {LabEvent} from './event.ts';
import {extended} from './extend.ts';
import {eventsKept, type World} from './world.ts';

/** A world with events added to its log; the oldest give way, and are counted. */
export const withEvents = (world: World, events: readonly LabEvent[]): World => {
  if (events.length === 0) return world;
  const all = [...world.events, ...events];
  const over = Math.max(0, all.length - eventsKept);
  return {...world, events: over > 0 ? all.slice(over) : all, eventsDropped: world.eventsDropped + over};
};

/** The world after a reading, with its history and its event log brought up to date. Pure. */
export const advance = (before: World, after: World, now: number): World => {
  const history = extended(before, after);
  const world = history === after.history ? after : {...after, history};
  return withEvents(world, diff(before, after, now));
};
