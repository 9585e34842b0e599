import {connect, type Socket} from 'node:net';

/** The sockets of a process, so that it can be frozen and killed while the process that it is played in lives on. */
export interface Sockets {
  /** A connection to a broker; `onConnect` is called when it stands. */
  open(address: {host: string; port: number; onConnect: () => void}): Socket;
  /** One that was opened elsewhere. */
  add(socket: Socket): void;
  /** Frozen: nothing is read, nothing leaves, and nothing is closed. */
  freeze(): void;
  thaw(): void;
  /** Closes all at once, without a word to the other side, and lets no other be opened. */
  cut(): void;
  /** Those of a part of the process, which can be cut by itself. */
  branch(): Sockets;
  /** Bytes since the start. */
  readonly counts: {readonly received: number; readonly sent: number};
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

const hold = (socket: Socket): void => {
  socket.pause();
  socket.cork();
};

/** With an error, as clients look out for that, and not for a socket that is just closed. */
const end = (socket: Socket): void => {
  socket.destroy(new Error('The process has ended.'));
};

export const createSockets = (onCut: () => void = () => {}): Sockets => {
  const all = new Set<Socket>();
  const branches = new Set<Sockets>();
  let [isFrozen, isCut, received, sent] = [false, false, 0, 0];

  const add = (socket: Socket): void => {
    all.add(socket);
    socket.once('close', () => {
      all.delete(socket);
      received += socket.bytesRead;
      sent += socket.bytesWritten;
    });
    // Whoever asked for it has still to listen for its error.
    if (isCut) setImmediate(() => end(socket));
    else if (isFrozen) hold(socket);
  };

  return {
    open({host, port, onConnect}) {
      const socket = connect({host, port}, onConnect);
      socket.setKeepAlive(true, 60_000);
      add(socket);
      return socket;
    },
    add,
    freeze() {
      isFrozen = true;
      for (const socket of all) hold(socket);
      for (const branch of branches) branch.freeze();
    },
    thaw() {
      isFrozen = false;
      for (const socket of all) {
        socket.uncork();
        socket.resume();
      }
      for (const branch of branches) branch.thaw();
    },
    cut() {
      isCut = true;
      for (const socket of [...all]) end(socket);
      for (const branch of [...branches]) branch.cut();
      onCut();
    },
    branch() {
      const branch = createSockets(() => {
        branches.delete(branch);
        received += branch.counts.received;
        sent += branch.counts.sent;
      });
      branches.add(branch);
      if (isFrozen) branch.freeze();
      if (isCut) branch.cut();
      return branch;
    },
    get counts() {
      const inside = [...branches].map(({counts}) => counts);
      return {
        received:
          received + sum([...all].map(socket => socket.bytesRead)) + sum(inside.map(one => one.received)),
        sent: sent + sum([...all].map(socket => socket.bytesWritten)) + sum(inside.map(one => one.sent)),
      };
    },
  };
};
