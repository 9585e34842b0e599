import {type Route, sendError} from '../call.ts';
import {type EngineContainer, type LogEntry, stamp} from '../container.ts';

/** A frame: stream, three zero bytes, length, payload; a container with a terminal has no frames. */
const frame = ({spec}: EngineContainer, {at, stream, text}: LogEntry): Buffer => {
  const payload = Buffer.from(`${stamp(at)} ${text}\n`);
  if (spec.isTty) return payload;
  const head = Buffer.alloc(8);
  head[0] = stream;
  head.writeUInt32BE(payload.length, 4);
  return Buffer.concat([head, payload]);
};

/** GET /containers/{id}/logs, with `tail`, `since`, `follow` */
export const logRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: /^\/containers\/([^/]+)\/logs$/,
    handle({engine, match, query, response}) {
      const container = engine.find(match[1] ?? '');
      if (container === undefined) return sendError(response, 404, `No such container: ${match[1]}`);
      const since = Number(query.get('since') ?? 0) * 1000;
      const tail = query.get('tail');
      const lines = container.log.filter(({at}) => at >= since);
      const first = tail === null ? lines : lines.slice(-Number(tail));
      response.writeHead(200, {'content-type': 'application/octet-stream'});
      for (const line of first) response.write(frame(container, line));
      if (query.get('follow') !== 'true' || container.state !== 'running') return void response.end();
      let sent = container.log.length;
      const end = engine.clock.every(20, () => {
        for (const line of container.log.slice(sent)) response.write(frame(container, line));
        sent = container.log.length;
        if (container.state !== 'running') response.end();
      });
      response.once('close', end);
    },
  },
];
