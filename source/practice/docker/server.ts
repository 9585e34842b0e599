import {createServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http';
import type {Socket} from 'node:net';
import {type Route, sendError} from './call.ts';
import type {PracticeEngine} from './engine.ts';
import {containerRoutes} from './routes/containers.ts';
import {eventRoutes} from './routes/events.ts';
import {imageRoutes} from './routes/images.ts';
import {logRoutes} from './routes/logs.ts';
import {statsRoutes} from './routes/stats.ts';
import {systemRoutes} from './routes/system.ts';

/** What goes wrong on purpose. */
export interface Fault {
  /** Method and path without the version, e.g. `GET /containers/json`. */
  readonly on: RegExp;
  readonly answer: 'hang' | 'close' | {readonly status: number; readonly message: string};
}

const routes: readonly Route[] = [
  ...systemRoutes,
  ...containerRoutes,
  ...logRoutes,
  ...statsRoutes,
  ...eventRoutes,
  ...imageRoutes,
];

/** Where an engine listens: a socket file, or a port of 127.0.0.1 (0 takes a free one). */
export type ListenAt = {readonly path: string} | {readonly port: number};

/** Speaks the Docker Engine API for a practice engine. */
export class EngineServer {
  readonly engine: PracticeEngine;
  readonly faults: Fault[] = [];
  /** Requests so far, as `GET /containers/json`. */
  readonly requests: string[] = [];
  /** The API versions that requests were made in, as `v1.41`; an empty text for none. */
  readonly versions: string[] = [];
  readonly #sockets = new Set<Socket>();
  readonly #server: Server;

  constructor(engine: PracticeEngine) {
    this.engine = engine;
    this.#server = createServer((request, response) => void this.#serve(request, response));
    this.#server.on('connection', socket => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    });
  }

  async listen(at: ListenAt): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      const ready = (): void => resolve();
      if ('path' in at) this.#server.listen(at.path, ready);
      else this.#server.listen(at.port, '127.0.0.1', ready);
    });
    const address = this.#server.address();
    return 'path' in at
      ? `unix://${at.path}`
      : `tcp://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  }

  /** Cuts every connection, as an engine that is restarted does. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise<void>(resolve => this.#server.close(() => resolve()));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://engine');
    const [, version = '', path = ''] = /^(?:\/(v\d+\.\d+)(?=\/))?(.*)$/.exec(url.pathname) ?? [];
    const line = `${request.method} ${path}`;
    this.requests.push(line);
    this.versions.push(version);
    request.resume();
    const fault = this.faults.find(({on}) => on.test(line));
    if (fault !== undefined) {
      if (fault.answer === 'close') request.socket.destroy();
      else if (fault.answer !== 'hang') sendError(response, fault.answer.status, fault.answer.message);
      return;
    }
    for (const route of routes) {
      const match = request.method === route.method ? route.path.exec(path) : null;
      if (match === null) continue;
      await route.handle({engine: this.engine, match, query: url.searchParams, request, response});
      return;
    }
    sendError(response, 404, 'page not found');
  }
}
