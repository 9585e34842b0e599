import {type ChildProcess, fork} from 'node:child_process';
import {existsSync} from 'node:fs';
import {mkdir, readdir, rm} from 'node:fs/promises';
import {connect, type Socket} from 'node:net';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import type {Clock} from '../../clock.ts';
import {unpack} from './unpack.ts';

/** The process of the database: it runs from the first connection on, and its files outlive it. */
export interface Database {
  readonly isRunning: boolean;
  /** A connection to it. Starts it where it does not run; rejects where it cannot be started. */
  connect(): Promise<Socket>;
  /** Ends it as a server that is told to end does, or else kills it. */
  stop(): Promise<void>;
  /** Kills it; what was committed is there the next time. */
  kill(): Promise<void>;
}

export interface DatabaseOptions {
  /** Of its own: its files, and the socket that it listens on. */
  readonly folder: string;
  readonly clock: Clock;
}

/** How long it may take to start, and to end (ms). */
const startTime = 60_000;
const endTime = 5000;

/** What the build has made: the program, and an empty database with the lab's tables. */
const built = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? '../../../dist/' : './', import.meta.url),
);

const findArchive = async (): Promise<string> => {
  const name = (await readdir(built)).find(file => /^postgres-.*\.tar\.gz$/.test(file));
  if (name === undefined)
    throw new Error(
      'the practice lab has no database: node .build.mjs, in the folder of kafka-lab, makes it',
    );
  return path.join(built, name);
};

const reach = (place: string): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = connect(place);
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.off('error', reject);
      resolve(socket);
    });
  });

interface Running {
  readonly child: ChildProcess;
  readonly ready: Promise<void>;
  readonly ended: Promise<void>;
}

export const createDatabase = ({folder, clock}: DatabaseOptions): Database => {
  const data = path.join(folder, 'data');
  const place =
    process.platform === 'win32'
      ? `\\\\.\\pipe\\kafka-lab-${process.pid}-postgres`
      : path.join(folder, 'sql');
  let running: Running | undefined;
  let starting: Promise<Running> | undefined;
  let isCalledOff = false;

  const launch = (): Running => {
    // The fourth is held open by the lab: its end is the lab's.
    const child = fork(path.join(built, 'database.js'), [data, place], {
      execArgv: [],
      stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'ipc'],
    });
    const ended = new Promise<void>(resolve => child.once('exit', () => resolve()));
    const ready = new Promise<void>((resolve, reject) => {
      child.once('message', () => resolve());
      child.once('error', reject);
      child.once('exit', code => reject(new Error(`the database ended while it started (${code})`)));
      const endWaiting = clock.after(startTime, () => reject(new Error('the database did not start')));
      child.once('message', endWaiting);
      child.once('exit', endWaiting);
    });
    const own = {child, ready, ended};
    running = own;
    void ended.then(() => {
      if (running === own) running = undefined;
    });
    return own;
  };

  const start = async (): Promise<Running> => {
    isCalledOff = false;
    await mkdir(folder, {recursive: true, mode: 0o700});
    if (!existsSync(data)) await unpack(await findArchive(), data);
    await rm(place, {force: true});
    if (isCalledOff) throw new Error('the database system is shutting down');
    return launch();
  };

  const kill = async (): Promise<void> => {
    isCalledOff = true;
    const own = running;
    own?.child.kill('SIGKILL');
    await own?.ended;
  };

  return {
    get isRunning() {
      return running !== undefined;
    },
    async connect() {
      starting ??= (running ? Promise.resolve(running) : start()).finally(() => {
        starting = undefined;
      });
      const {ready} = await starting;
      await ready;
      return reach(place);
    },
    async stop() {
      const own = running;
      if (own?.child.connected) {
        own.child.send('stop');
        const endWaiting = clock.after(endTime, () => own.child.kill('SIGKILL'));
        await own.ended;
        endWaiting();
      }
      await kill();
    },
    kill,
  };
};
