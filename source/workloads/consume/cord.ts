import {connect, type Socket} from 'node:net';
import {type ConnectionOptions, connect as connectTls} from 'node:tls';

interface Wanted {
  readonly host: string;
  readonly port: number;
  readonly ssl?: ConnectionOptions;
  readonly onConnect: () => void;
}

/** All connections of one client, which can be cut at once, as by the end of its process. */
export interface Cord {
  /** Opens a connection, as kafkajs asks for it; one that is destroyed where all have been cut. */
  readonly open: (wanted: Wanted) => Socket;
  cut(): void;
}

const keepAlive = 60_000;

/** With an error, as kafkajs looks out for that: on a socket that is just closed it would wait for its answers. */
const end = (socket: Socket): void => {
  socket.destroy(new Error('This client was killed.'));
};

export const createCord = (): Cord => {
  const sockets = new Set<Socket>();
  let isCut = false;
  return {
    open({host, port, ssl, onConnect}) {
      const socket = ssl
        ? connectTls({host, port, servername: host, ...ssl}, onConnect)
        : connect({host, port}, onConnect);
      socket.setKeepAlive(true, keepAlive);
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
      if (isCut) end(socket);
      return socket;
    },
    cut() {
      isCut = true;
      for (const socket of [...sockets]) end(socket);
    },
  };
};
