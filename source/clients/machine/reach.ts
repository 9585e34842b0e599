import {connect} from 'node:net';
import type {Clock} from '../../clock.ts';
import {failureOf} from '../../errors.ts';
import type {Failure} from '../../model/reading.ts';
import {DeadlineError, withDeadline} from '../deadline.ts';

/** Opens a TCP connection and closes it again; null where that worked, else why not. Nothing is sent. */
export const tryConnect = async (
  clock: Clock,
  host: string,
  port: number,
  deadline = 1500,
): Promise<Failure | null> => {
  const where = `${host}:${port}`;
  try {
    await withDeadline(
      clock,
      deadline,
      signal =>
        new Promise<void>((resolve, reject) => {
          const socket = connect({host, port});
          const end = (): void => {
            socket.destroy();
          };
          signal.addEventListener('abort', end, {once: true});
          socket.once('connect', () => {
            end();
            resolve();
          });
          socket.once('error', error => {
            end();
            reject(error);
          });
        }),
    );
    return null;
  } catch (error) {
    if (error instanceof DeadlineError)
      return {why: 'timed-out', sentence: `${where} takes no connection within ${deadline / 1000} s.`};
    return failureOf(error, where);
  }
};
