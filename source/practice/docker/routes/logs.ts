import type {Writable} from 'node:stream';
import {containerOf, flag, type Route} from '../call.ts';
import {type EngineContainer, isUp} from '../container.ts';
import {nanosOf} from '../events.ts';
import {logFrame} from '../frames.ts';
import type {LogEntry} from '../log.ts';
import {Refusal} from '../refusal.ts';

/** Bytes that wait for a client which does not read: then its connection is closed. */
const longestWait = 8 * 1024 * 1024;

/** A time of the query, in microseconds: all that a line's time has. */
const microsOf = (query: URLSearchParams, name: string): number | undefined => {
  const written = query.get(name) ?? '';
  if (written === '' || written === '0') return undefined;
  const nanos = nanosOf(written);
  if (nanos === undefined) throw new Refusal(400, `parsing time ${JSON.stringify(written)}: invalid syntax`);
  return Number(nanos / 1000n);
};

const tailOf = (query: URLSearchParams): number => {
  const written = query.get('tail') ?? '';
  // What is no number is "all", as on a real engine.
  return /^\d{1,9}$/.test(written) ? Number(written) : Number.POSITIVE_INFINITY;
};

const lastOf = (lines: readonly LogEntry[], count: number): readonly LogEntry[] =>
  count === 0 ? [] : lines.slice(-count);

/** Sends new lines until the container has ended, or the client. */
const follow = (container: EngineContainer, out: Writable, write: (entry: LogEntry) => void): void => {
  const stopReading = container.log.follow(entry => {
    if (out.writableLength > longestWait) out.destroy();
    else write(entry);
  });
  const done = (): void => {
    stopReading();
    container.watchers.delete(watch);
    out.end();
  };
  const watch = (isRemoved: boolean): void => {
    if (isRemoved || !isUp(container)) done();
  };
  container.watchers.add(watch);
  out.once('close', done);
};

/** GET /containers/{id}/logs: `stdout`, `stderr`, `tail`, `since`, `until`, `timestamps`, `follow`. POST …/attach. */
export const logRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: /^\/containers\/([^/]+)\/logs$/,
    handle(call) {
      const {query, response} = call;
      const container = containerOf(call);
      const streams = [flag(query, 'stdout') ? 1 : 0, flag(query, 'stderr') ? 2 : 0];
      if (streams.every(stream => stream === 0))
        throw new Refusal(400, 'Bad parameters: you must choose at least one stream');
      const since = microsOf(query, 'since') ?? 0;
      const until = microsOf(query, 'until') ?? Number.POSITIVE_INFINITY;
      const isTty = container.spec.isTty ?? false;
      const withTime = flag(query, 'timestamps');
      const isWanted = ({at, stream}: LogEntry): boolean => {
        const micros = Math.round(at * 1000);
        return streams.includes(stream) && micros >= since && micros <= until;
      };
      const write = (entry: LogEntry): void => {
        if (isWanted(entry)) response.write(logFrame(entry, isTty, withTime));
      };
      response.writeHead(200, {'content-type': 'application/octet-stream'});
      for (const entry of lastOf(container.log.entries.filter(isWanted), tailOf(query))) write(entry);
      if (!flag(query, 'follow') || !isUp(container)) return void response.end();
      response.flushHeaders();
      follow(container, response, write);
    },
  },
  {
    method: 'POST',
    path: /^\/containers\/([^/]+)\/attach$/,
    handle(call) {
      const container = containerOf(call);
      const {query} = call;
      const isTty = container.spec.isTty ?? false;
      const out = call.hijack();
      const write = (entry: LogEntry): void => void out.write(logFrame(entry, isTty, false));
      if (flag(query, 'logs')) for (const entry of container.log.entries) write(entry);
      if (flag(query, 'stream') && isUp(container)) follow(container, out, write);
      else out.end();
    },
  },
];
