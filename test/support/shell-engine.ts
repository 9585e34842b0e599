import {createServer} from 'node:http';
import path from 'node:path';
import type {Duplex} from 'node:stream';
import {createDockerClient, type DockerClient} from '../../source/clients/docker/client.ts';
import {systemClock} from '../../source/clock.ts';
import {temporaryFolder, type WithEnd} from './engine.ts';

/** An engine whose only container runs a shell that is played by the test. */
export interface ShellEngine {
  readonly client: DockerClient;
  /** The other end of the terminal, once a shell was started. */
  readonly terminal: Promise<Duplex>;
  /** What was typed so far. */
  typed(): string;
  /** The sizes that the terminal was given, as `columns x rows`. */
  readonly sizes: readonly string[];
  /** Ends the shell with an exit code, as its exit does. */
  exit(code: number): void;
}

const raw = 'application/vnd.docker.raw-stream';

export const startShellEngine = async (
  context: WithEnd,
  refusal: {readonly status: number; readonly message: string} | null = null,
): Promise<ShellEngine> => {
  const folder = await temporaryFolder(context);
  const started = Promise.withResolvers<Duplex>();
  const sizes: string[] = [];
  let typed = '';
  let code: number | null = null;
  let connection: Duplex | undefined;
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://engine');
    const send = (status: number, body: unknown): void =>
      void response.writeHead(status, {'content-type': 'application/json'}).end(JSON.stringify(body));
    request.resume();
    if (url.pathname.endsWith('/version')) send(200, {ApiVersion: '1.47', MinAPIVersion: '1.24'});
    else if (url.pathname.endsWith('/exec'))
      if (refusal) send(refusal.status, {message: refusal.message});
      else send(201, {Id: 'one'});
    else if (url.pathname.endsWith('/resize')) {
      sizes.push(`${url.searchParams.get('w')}x${url.searchParams.get('h')}`);
      send(200, {});
    } else if (url.pathname.endsWith('/json')) send(200, {Running: code === null, ExitCode: code});
    else send(404, {message: 'no such thing'});
  });
  server.on('upgrade', (_request, socket) => {
    connection = socket;
    socket.on('error', () => {});
    socket.write(
      `HTTP/1.1 101 UPGRADED\r\nContent-Type: ${raw}\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n`,
    );
    let isBody = true;
    socket.on('data', (bytes: Buffer) => {
      // The first is the request's own body.
      if (isBody && bytes.toString().includes('"Tty"')) isBody = false;
      else typed += bytes.toString();
    });
    started.resolve(socket);
  });
  const file = path.join(folder, 'docker.sock');
  await new Promise<void>(resolve => server.listen(file, resolve));
  const client = createDockerClient({address: {host: `unix://${file}`}, clock: systemClock});
  context.after(() => {
    client.close();
    connection?.destroy();
    server.closeAllConnections();
    return new Promise(resolve => server.close(resolve));
  });
  return {
    client,
    terminal: started.promise,
    typed: () => typed,
    sizes,
    exit(with_) {
      code = with_;
      connection?.end();
    },
  };
};
