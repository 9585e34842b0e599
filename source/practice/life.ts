import {createServer, type Socket} from 'node:net';
import {listening, withPrivateFiles} from './docker/socket-file.ts';

/** How many programs use the lab: each holds a connection for as long as it does. */
export interface Life {
  readonly joined: number;
  close(): Promise<void>;
}

/** Listens at a socket file; `onLeft` is called whenever the last of those who had joined has gone. */
export const listenForLife = async (path: string, onLeft: () => void): Promise<Life> => {
  const sockets = new Set<Socket>();
  const server = createServer(socket => {
    sockets.add(socket);
    // Nothing is said on it; what is sent all the same is thrown away, so that its end is seen.
    socket.resume();
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      sockets.delete(socket);
      if (sockets.size === 0) onLeft();
    });
  });
  await listening(server, () => withPrivateFiles(() => server.listen(path)));
  return {
    get joined() {
      return sockets.size;
    },
    async close() {
      const closed = new Promise<void>(resolve => server.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
};
