import {createServer, type Server, type Socket} from 'node:net';
import type {Cluster} from './cluster.ts';
import {serve} from './connection.ts';
import type {Door} from './options.ts';

const loopback = '127.0.0.1';
const maxConnections = 1000;
let connections = 0;

/** The listener of one broker, on loopback only. */
export const createDoor = (cluster: Cluster, broker: number): Door => {
  const sockets = new Set<Socket>();
  let server: Server | null = null;
  let thaw: (() => void) | null = null;
  let frozen: Promise<void> | null = null;

  const resume = (): void => {
    thaw?.();
    thaw = null;
    frozen = null;
  };

  const accept = (socket: Socket): void => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    connections += 1;
    serve(socket, {cluster, broker, connection: connections, thawed: () => frozen ?? Promise.resolve()});
  };

  return {
    open: port =>
      new Promise<number>((resolve, reject) => {
        const opened = createServer(accept);
        opened.maxConnections = maxConnections;
        opened.once('error', reject);
        opened.listen({port, host: loopback}, () => {
          const address = opened.address();
          server = opened;
          resolve(typeof address === 'object' && address ? address.port : port);
        });
      }),
    async close() {
      const closing = server;
      server = null;
      const closed = closing && new Promise<void>(resolve => closing.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      resume();
      await closed;
    },
    pause() {
      frozen ??= new Promise<void>(resolve => {
        thaw = resolve;
      });
    },
    resume,
  };
};
