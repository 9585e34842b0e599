import {createServer, type IncomingMessage, type Server, ServerResponse} from 'node:http';
import {Socket} from 'node:net';
import type {Duplex, Writable} from 'node:stream';
import {longestRequest, readBody, readUpgradeBody} from './body.ts';
import {sendError} from './call.ts';
import type {PracticeEngine} from './engine.ts';
import {Refusal} from './refusal.ts';
import {routes} from './routes/index.ts';
import {engineVersion} from './routes/system.ts';
import {listening, makePrivate, removeStale, withPrivateFiles} from './socket-file.ts';

/** What goes wrong on purpose. */
export interface Fault {
  /** Method and path without the version, e.g. `GET /containers/json`. */
  readonly on: RegExp;
  readonly answer: 'hang' | 'close' | {readonly status: number; readonly message: string};
}

/** Where an engine listens: a socket file, or a port of 127.0.0.1 (0 takes a free one), as on Windows. */
export type ListenAt = {readonly path: string} | {readonly port: number};

const recorded = 1000;
const mostConnections = 1000;
const rawStream = 'application/vnd.docker.raw-stream';

const compare = (a: string, b: string): number => {
  const [majorA = 0, minorA = 0] = a.split('.').map(Number);
  const [majorB = 0, minorB = 0] = b.split('.').map(Number);
  return majorA - majorB || minorA - minorB;
};

/** Speaks the Docker Engine API for a practice engine. */
export class EngineServer {
  readonly engine: PracticeEngine;
  readonly faults: Fault[] = [];
  /** The newest requests, as `GET /containers/json`. */
  readonly requests: string[] = [];
  /** The API versions that those were made in, as `v1.41`; an empty text for none. */
  readonly versions: string[] = [];
  readonly #sockets = new Set<Socket>();
  readonly #server: Server;

  constructor(engine: PracticeEngine) {
    this.engine = engine;
    // A client that sends half a request does not hold its connection for long.
    this.#server = createServer(
      {
        headersTimeout: 10_000,
        requestTimeout: longestRequest,
        connectionsCheckingInterval: 5000,
        // As long as clients keep a connection: one that is closed just as it is used again fails a request.
        keepAliveTimeout: 120_000,
      },
      (request, response) => void this.#answer(request, response),
    );
    this.#server.maxConnections = mostConnections;
    this.#server.on('upgrade', (request, socket, head) => void this.#upgrade(request, socket, head));
    this.#server.on('connection', socket => {
      this.#sockets.add(socket);
      socket.on('error', () => socket.destroy());
      socket.once('close', () => this.#sockets.delete(socket));
    });
    this.#server.on('clientError', (_error, socket) => {
      if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
      else socket.destroy();
    });
  }

  /** Resolves with the host as DOCKER_HOST has it; rejects where another answers at that path or port. */
  async listen(at: ListenAt): Promise<string> {
    if ('path' in at) {
      await removeStale(at.path);
      await listening(this.#server, () => withPrivateFiles(() => this.#server.listen(at.path)));
      makePrivate(at.path);
      return `unix://${at.path}`;
    }
    await listening(this.#server, () => this.#server.listen(at.port, '127.0.0.1'));
    const address = this.#server.address();
    return `tcp://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  }

  /** Cuts every connection, as an engine that is restarted does. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Closes every connection and removes the socket file. */
  async close(): Promise<void> {
    this.cut();
    await new Promise<void>(resolve => this.#server.close(() => resolve()));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const hijack = (): Writable => {
      response.writeHead(200, {'content-type': rawStream}).flushHeaders();
      return response;
    };
    await this.#guarded(response, async () => {
      const body = await readBody(request);
      await this.#route(request, response, body, hijack);
    });
  }

  /** The raw streams of exec and attach: Node hands over the connection, and the body with it. */
  async #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    if (!(socket instanceof Socket)) return void socket.destroy();
    const response = new ServerResponse(request);
    response.assignSocket(socket);
    response.shouldKeepAlive = false;
    response.once('finish', () => socket.end());
    const hijack = (): Writable => {
      response.detachSocket(socket);
      socket.write(
        `HTTP/1.1 101 UPGRADED\r\nContent-Type: ${rawStream}\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n`,
      );
      // What the client types is not read by anything here; unread it would keep the connection open.
      socket.resume();
      return socket;
    };
    await this.#guarded(response, async () => {
      const length = Number(request.headers['content-length'] ?? 0);
      const body = await readUpgradeBody(this.engine.clock, socket, head, length);
      await this.#route(request, response, body, hijack);
    });
  }

  /** Whatever a route throws is an answer. */
  async #guarded(response: ServerResponse, run: () => Promise<void>): Promise<void> {
    try {
      await run();
    } catch (error) {
      const status = error instanceof Refusal ? error.status : 500;
      const message = error instanceof Error ? error.message : String(error);
      if (response.headersSent || response.destroyed) return void response.destroy();
      // The rest of a body that was refused is not read.
      if (status === 413) response.setHeader('connection', 'close');
      sendError(response, status, message);
    }
  }

  #record(line: string, version: string): void {
    this.requests.push(line);
    this.versions.push(version);
    if (this.requests.length > recorded) this.requests.shift();
    if (this.versions.length > recorded) this.versions.shift();
  }

  #checkVersion(version: string): void {
    if (version === '') return;
    const {apiVersion, minApiVersion} = this.engine;
    const asked = version.slice(1);
    if (compare(asked, apiVersion) > 0)
      throw new Refusal(
        400,
        `client version ${asked} is too new. Maximum supported API version is ${apiVersion}`,
      );
    if (compare(asked, minApiVersion) < 0)
      throw new Refusal(
        400,
        `client version ${asked} is too old. Minimum supported API version is ${minApiVersion}, please upgrade your client to a newer version`,
      );
  }

  async #route(
    request: IncomingMessage,
    response: ServerResponse,
    body: Buffer,
    hijack: () => Writable,
  ): Promise<void> {
    const [pathname = '/', search = ''] = (request.url ?? '/').split('?', 2);
    const [, version = '', path = ''] = /^(?:\/(v\d+\.\d+)(?=\/))?(.*)$/.exec(pathname) ?? [];
    const line = `${request.method} ${path}`;
    this.#record(line, version);
    response.setHeader('Api-Version', this.engine.apiVersion);
    response.setHeader('Docker-Experimental', 'false');
    response.setHeader('Ostype', 'linux');
    response.setHeader('Server', `Docker/${engineVersion} (linux)`);
    const fault = this.faults.find(({on}) => on.test(line));
    if (fault !== undefined) {
      if (fault.answer === 'close') request.socket.destroy();
      else if (fault.answer !== 'hang') sendError(response, fault.answer.status, fault.answer.message);
      return;
    }
    this.#checkVersion(version);
    for (const route of routes) {
      const match = request.method === route.method ? route.path.exec(path) : null;
      if (match === null) continue;
      const query = new URLSearchParams(search);
      await route.handle({engine: this.engine, match, query, request, response, body, hijack});
      return;
    }
    throw new Refusal(404, 'page not found');
  }
}
