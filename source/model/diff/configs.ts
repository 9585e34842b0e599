import type {ConfigEntry} from '../cluster.ts';
import type {LabEvent} from '../event.ts';
import {lastValue} from '../reading.ts';
import type {World} from '../world.ts';
import type {Change} from './change.ts';

/** What a topic sets itself; everything else comes from its broker. */
const ownOf = (entries: readonly ConfigEntry[]): ReadonlyMap<string, string | null> =>
  new Map(
    entries
      .filter(({source, isSensitive}) => source === 'topic' && !isSensitive)
      .map(({name, value}) => [name, value]),
  );

/** Settings of a topic that were made, changed or taken back (null: the default counts). */
export const diffConfigs = (before: World, after: World, change: Change): readonly LabEvent[] => {
  if (before.configs === after.configs) return [];
  const [was, is] = [lastValue(before.configs), lastValue(after.configs)];
  if (!was || !is || was === is) return [];
  return [...is].flatMap(([topic, entries]) => {
    const previous = was.get(topic);
    if (!previous || previous === entries) return [];
    const [old, now] = [ownOf(previous), ownOf(entries)];
    return [...new Set([...old.keys(), ...now.keys()])].flatMap(name => {
      const [from, to] = [old.get(name) ?? null, now.get(name) ?? null];
      return from === to ? [] : [change('config', `${topic} ${name}`, from, to)];
    });
  });
};
