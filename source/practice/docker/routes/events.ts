import type {Route} from '../call.ts';
import {type EngineEvent, nanosOf} from '../events.ts';
import {type Filters, filtersOf, fits, fitsLabels} from '../filters.ts';
import {Refusal} from '../refusal.ts';

/** Bytes that wait for a client which does not read: then its connection is closed. */
const longestWait = 1024 * 1024;

const kinds = ['type', 'event', 'container', 'label', 'image', 'network', 'volume', 'scope', 'daemon'];

const named = (event: EngineEvent, type: EngineEvent['Type'], wanted: string): boolean =>
  event.Type === type &&
  (event.Actor.ID === wanted || event.Actor.Attributes.name === wanted || event.Actor.ID.startsWith(wanted));

/** A filter `health_status` also takes `health_status: healthy`. */
const isWanted = (filters: Filters, event: EngineEvent): boolean =>
  fits(filters, 'type', type => type === event.Type) &&
  fits(filters, 'scope', scope => scope === event.scope) &&
  fits(filters, 'event', action => event.Action === action || event.Action.split(':')[0] === action) &&
  fits(filters, 'container', wanted => named(event, 'container', wanted)) &&
  fits(filters, 'network', wanted => named(event, 'network', wanted)) &&
  fits(filters, 'volume', wanted => named(event, 'volume', wanted)) &&
  fits(
    filters,
    'image',
    wanted => event.Actor.Attributes.image === wanted || named(event, 'image', wanted),
  ) &&
  fitsLabels(filters, event.Actor.Attributes);

/** One line. What later API versions no longer send comes first, as a real engine writes it. */
const lineOf = ({timeNano, ...event}: EngineEvent): string => {
  const old =
    event.Type === 'container'
      ? {status: event.Action, id: event.Actor.ID, from: event.Actor.Attributes.image}
      : {};
  return `${JSON.stringify({...old, ...event}).slice(0, -1)},"timeNano":${timeNano}}\n`;
};

const timeOf = (query: URLSearchParams, name: string): bigint | null => {
  const written = query.get(name) ?? '';
  if (written === '') return null;
  const nanos = nanosOf(written);
  if (nanos === undefined)
    throw new Refusal(400, `strconv.ParseInt: parsing ${JSON.stringify(written)}: invalid syntax`);
  return nanos;
};

/** GET /events: one document a line, the past ones `since` a time first, `until` a time or for ever. */
export const eventRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: /^\/events$/,
    handle({engine, query, response}) {
      const filters = filtersOf(query, kinds);
      const since = timeOf(query, 'since');
      const until = timeOf(query, 'until');
      response.writeHead(200, {'content-type': 'application/json'}).flushHeaders();
      const send = (event: EngineEvent): void => {
        if (until !== null && BigInt(event.timeNano) > until) return;
        if (!isWanted(filters, event)) return;
        if (response.writableLength > longestWait) response.destroy();
        else response.write(lineOf(event));
      };
      const stop = engine.follow(since === null ? null : (query.get('since') ?? null), send);
      const left = until === null ? undefined : Number(until / 1_000_000n) - engine.clock.now();
      // Node's timers cannot wait for longer than 24 days.
      const wait = left === undefined || left > 2 ** 31 - 1 ? undefined : Math.max(0, left);
      const cancel = wait === undefined ? () => {} : engine.clock.after(wait, () => response.end());
      response.once('close', () => {
        stop();
        cancel();
      });
    },
  },
];
