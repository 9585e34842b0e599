import pg from 'pg';
import {postgresOf} from '../../../source/clients/docker/lab.ts';
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
  const client = new pg.Client(rest);
  client.on('error', () => {});
  await client.connect();
  t.after(() => client.end().catch(() => {}));
  return async (statement, values = []) => (await client.query(statement, [...values])).rows;
};
