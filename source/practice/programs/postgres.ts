import type {Clock} from '../../clock.ts';
import type {Program} from '../docker/program.ts';
import {createDatabase} from '../postgres/database.ts';
import {createDoor} from '../postgres/door.ts';
import {fatal} from '../postgres/startup.ts';

export interface PostgresOptions {
  readonly clock: Clock;
  /** Of 127.0.0.1. */
  readonly port: number;
  /** Stands for the container's volume: what is in it stays. */
  readonly folder: string;
}

/** As `docker/compose.yaml` sets it. */
export const postgresPassword = 'postgres';

/** What a server without a database in use takes, and what one takes whose database runs (bytes; seen on Linux). */
const [idleBytes, runningBytes] = [30 * 1024 * 1024, 340 * 1024 * 1024];

/** PostgreSQL as the process of its container. It listens at once; its database is started for the first who comes in. */
export const postgresProgram = ({clock, port, folder}: PostgresOptions): Program => {
  const database = createDatabase({folder, clock});
  const door = createDoor({clock, password: postgresPassword, enter: () => database.connect()});
  let [isOn, isFrozen] = [false, false];
  const away = (): void => {
    [isOn, isFrozen] = [false, false];
  };
  return {
    async start(host) {
      await door.open(port);
      isOn = true;
      const say = (text: string): void =>
        host.log(
          `${new Date(clock.now()).toISOString().replace('T', ' ').slice(0, 23)} UTC [1] LOG:  ${text}`,
          'stderr',
        );
      say('listening on IPv4 address "0.0.0.0", port 5432');
      say('database system is ready to accept connections');
      say('practice lab: PGlite is PostgreSQL here, in a process that starts with the first connection');
    },
    async stop() {
      away();
      await door.close(fatal('57P01', 'terminating connection due to administrator command'));
      await database.stop();
      return 0;
    },
    async kill() {
      away();
      await door.close();
      await database.kill();
    },
    pause() {
      isFrozen = true;
      door.freeze();
    },
    unpause() {
      isFrozen = false;
      door.thaw();
    },
    check: async () => ({
      isHealthy: isOn && !isFrozen,
      output: isOn ? '127.0.0.1:5432 - accepting connections' : '127.0.0.1:5432 - no response',
    }),
    usage: () => ({
      cores: isOn ? 0.001 : 0,
      memoryBytes: database.isRunning ? runningBytes : idleBytes,
      receivedBytes: door.counts.received,
      sentBytes: door.counts.sent,
    }),
  };
};
