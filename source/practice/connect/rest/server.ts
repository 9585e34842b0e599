import {createServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http';
import type {Socket} from 'node:net';
import type {Clock} from '../../../clock.ts';
import type {Switch} from '../switch.ts';
import {RestError} from './rest-error.ts';
import type {Answer, Route} from './route.ts';

export interface RestServerOptions {
  /** Of 127.0.0.1; 0 for a free one. */
  readonly port: number;
  readonly clock: Clock;
  /** Off while the worker is frozen: connections are accepted then, and nothing is answered. */
  readonly thawed: Switch;
  log(line: string): void;
}

export interface RestServer {
  readonly port: number;
  /** What it answers from now on; before, it knows no path. */
  serve(routes: readonly Route[]): void;
  /** Ends at once what is still being answered. */
  close(): Promise<void>;
}

/** Longer than any configuration that makes sense (bytes). */
const longestBody = 4 * 1024 * 1024;
/** What is read and thrown away of a longer one (bytes), so that its sender hears why it is refused. */
const longestRead = 16 * longestBody;

const refuse = (status: number, message: string, isPlain = false): Answer => ({
  status,
  body: {error_code: status, message},
  ...(isPlain ? {isPlain} : {}),
});

const matches = (path: string, segments: readonly string[]): readonly string[] | null => {
  const wanted = path.split('/').filter(part => part !== '');
  if (wanted.length !== segments.length) return null;
  const parts: string[] = [];
  for (const [at, part] of wanted.entries()) {
    const segment = segments[at] ?? '';
    if (part === '*') parts.push(segment);
    else if (part !== segment) return null;
  }
  return parts;
};

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    length += bytes.length;
    if (length <= longestBody) chunks.push(bytes);
    // To leave here closes the connection.
    else if (length > longestRead) break;
  }
  if (length > longestBody) throw new RestError(413, 'HTTP 413 Request Entity Too Large');
  return Buffer.concat(chunks).toString('utf8');
};

const segmentsOf = (path: string): readonly string[] | null => {
  try {
    return path
      .split('/')
      .filter(part => part !== '')
      .map(decodeURIComponent);
  } catch {
    return null;
  }
};

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A time as an access log has it: `31/Jan/2026:12:00:00 +0000`. */
const accessTime = (at: number): string => {
  const date = new Date(at);
  const two = (number: number): string => String(number).padStart(2, '0');
  return `${two(date.getUTCDate())}/${months[date.getUTCMonth()]}/${date.getUTCFullYear()}:${date.toISOString().slice(11, 19)} +0000`;
};

/** Starts to listen on 127.0.0.1; rejects with the system's error where the port is taken. */
export const startRestServer = async ({port, clock, thawed, log}: RestServerOptions): Promise<RestServer> => {
  const ending = new AbortController();
  let routes: readonly Route[] | null = null;

  const answer = async (request: IncomingMessage): Promise<Answer> => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const segments = segmentsOf(url.pathname);
    const body = await bodyOf(request);
    const found = (routes ?? []).flatMap(route => {
      const parts = segments && matches(route.path, segments);
      return parts ? [{route, parts}] : [];
    });
    const hit = found.find(({route}) => route.method === request.method);
    if (!hit)
      return found.length > 0
        ? refuse(405, 'HTTP 405 Method Not Allowed', true)
        : refuse(404, 'HTTP 404 Not Found', true);
    const host = request.headers.host ?? `localhost:${port}`;
    return hit.route.handle({parts: hit.parts, query: url.searchParams, body, host});
  };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const from = clock.now();
    await thawed.untilOn(ending.signal);
    let given: Answer;
    try {
      given = await answer(request);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      given = refuse(error instanceof RestError ? error.status : 500, message);
    }
    await thawed.untilOn(ending.signal);
    if (response.destroyed) return;
    const {status, body, location, isPlain = false} = given;
    const text = body === undefined ? '' : JSON.stringify(body);
    response.writeHead(status, {
      date: new Date(clock.now()).toUTCString(),
      ...(location === undefined ? {} : {location}),
      ...(body === undefined || isPlain ? {} : {'content-type': 'application/json'}),
      ...(status === 204 ? {} : {'content-length': Buffer.byteLength(text)}),
      server: 'Jetty(9.4.57.v20241219)',
    });
    response.end(text);
    const agent = request.headers['user-agent'] ?? '-';
    log(
      `${request.socket.remoteAddress ?? '-'} - - [${accessTime(clock.now())}] "${request.method} ${request.url} HTTP/${request.httpVersion}" ${status} ${text.length || '-'} "-" "${agent}" ${Math.max(0, clock.now() - from)}`,
    );
  };

  const server: Server = createServer((request, response) => {
    response.on('error', () => {});
    void handle(request, response).catch(() => response.destroy());
  });
  const sockets = new Set<Socket>();
  server.on('connection', socket => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : port,
    serve(given) {
      routes = given;
    },
    async close() {
      ending.abort();
      const closed = new Promise<void>(resolve => server.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
};
