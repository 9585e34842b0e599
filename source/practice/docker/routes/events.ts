import type {Route} from '../call.ts';

const filterOf = (query: URLSearchParams): readonly string[] | undefined => {
  const filters: unknown = JSON.parse(query.get('filters') ?? '{}');
  const events =
    typeof filters === 'object' && filters !== null && 'event' in filters ? filters.event : undefined;
  return Array.isArray(events) ? events : undefined;
};

/** GET /events: one document a line, for ever. A filter `health_status` also takes `health_status: healthy`. */
export const eventRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: /^\/events$/,
    handle({engine, query, response}) {
      const wanted = filterOf(query);
      response.writeHead(200, {'content-type': 'application/json'}).flushHeaders();
      const end = engine.follow(query.get('since'), event => {
        const action = event.Action.split(':')[0] ?? '';
        if (wanted !== undefined && !wanted.includes(action)) return;
        const {timeNano, ...others} = event;
        response.write(`${JSON.stringify(others).slice(0, -1)},"timeNano":${timeNano}}\n`);
      });
      response.once('close', end);
    },
  },
];
