import pg from 'pg';
import {postgresOf} from '../../../source/clients/docker/lab.ts';
import {until} from '../../real/support.ts';
import type {Hand} from './hand.ts';

/** The lab's PostgreSQL, by the port that its container publishes and a client that is not ours. */
export const database = async (
  hand: Hand,
  t: {after(end: () => unknown): void},
): Promise<
  (statement: string, values?: readonly unknown[]) => Promise<readonly Record<string, unknown>[]>
> => {
  const address = postgresOf([await hand.docker.inspect('postgres')], hand.target.dockerHost ?? '');
  if (!address) throw new Error('postgres publishes no port');
  const {tls: _, ...rest} = address;
  // A container that was just started runs before its server takes connections.
  const client = await until(
    'PostgreSQL takes connections',
    async () => {
      const opened = new pg.Client(rest);
      opened.on('error', () => {});
      await opened.connect();
      return opened;
    },
    () => true,
  );
  t.after(() => client.end().catch(() => {}));
  return async (statement, values = []) => (await client.query(statement, [...values])).rows;
};
