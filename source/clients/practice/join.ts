import {connect, type Socket} from 'node:net';
import type {PracticeEndpoints} from '../../model/practice.ts';
import {findEndpoints} from './endpoints.ts';

/** A practice lab that goes on for as long as it is not left. */
export interface PracticeLab {
  readonly endpoints: PracticeEndpoints;
  /** Resolves when the lab is gone, whoever ended it. */
  readonly ended: Promise<void>;
  leave(): void;
}

const open = (file: string): Promise<Socket | undefined> =>
  new Promise(resolve => {
    const socket = connect(file);
    socket.once('connect', () => resolve(socket));
    socket.once('error', () => resolve(undefined));
  });

/** Joins a lab; undefined where it does not answer any more. */
export const joinLab = async (endpoints: PracticeEndpoints): Promise<PracticeLab | undefined> => {
  const socket = await open(endpoints.life);
  if (!socket) return undefined;
  // It says nothing, and is read all the same: its end would not be seen otherwise.
  socket.resume();
  socket.on('error', () => {});
  // Whoever holds nothing else may end.
  socket.unref();
  return {
    endpoints,
    ended: new Promise(resolve => socket.once('close', () => resolve())),
    leave: () => socket.destroy(),
  };
};

/** Joins the newest lab of the folder that answers. */
export const joinNewest = async (folder: string): Promise<PracticeLab | undefined> => {
  for (const endpoints of await findEndpoints(folder)) {
    const joined = await joinLab(endpoints);
    if (joined) return joined;
  }
  return undefined;
};
