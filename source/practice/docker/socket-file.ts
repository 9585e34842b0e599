import {chmodSync, lstatSync, unlinkSync} from 'node:fs';
import {connect, type Server} from 'node:net';

const answers = (path: string): Promise<boolean> =>
  new Promise(resolve => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });

const isSocket = (path: string): boolean => lstatSync(path, {throwIfNoEntry: false})?.isSocket() ?? false;

/** Removes the socket file that a lab left behind when it was killed; one that answers is another's. */
export const removeStale = async (path: string): Promise<void> => {
  if (isSocket(path) && !(await answers(path))) unlinkSync(path);
};

/** Runs what makes the socket file so that nobody but its owner may ever open it. */
export const withPrivateFiles = (run: () => void): void => {
  if (process.platform === 'win32') {
    run();
    return;
  }
  const before = process.umask(0o177);
  try {
    run();
  } finally {
    process.umask(before);
  }
};

export const makePrivate = (path: string): void => {
  if (process.platform !== 'win32') chmodSync(path, 0o600);
};

/** Resolves when a server listens, rejects where it cannot. */
export const listening = (server: Server, listen: () => void): Promise<void> =>
  new Promise((resolve, reject) => {
    const ready = (): void => {
      server.off('error', reject);
      resolve();
    };
    server.once('error', reject);
    server.once('listening', ready);
    listen();
  });
