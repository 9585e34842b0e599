import {createServer} from 'node:net';
import type {Ports} from './containers.ts';

/** The ports of the course sheet and of the real lab. */
export const sheetPorts: Ports = {
  kafka1: 29092,
  kafka2: 39092,
  kafka3: 49092,
  connect: 9090,
  standalone: 8083,
  postgres: 5433,
};

const sheet: ReadonlySet<number> = new Set(Object.values(sheetPorts));

/** A port that the lab must have and that another program listens on. */
export class PortTaken extends Error {
  readonly port: number;
  readonly container: string;
  constructor(port: number, container: string) {
    super(`Port ${port}, which ${container} needs, is taken by another program.`);
    this.port = port;
    this.container = container;
  }
}

interface Held {
  readonly port: number;
  free(): Promise<void>;
}

const hold = (port: number): Promise<Held> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({port, host: '127.0.0.1'}, () => {
      const address = server.address();
      resolve({
        port: typeof address === 'object' && address ? address.port : port,
        free: () => new Promise(closed => server.close(() => closed())),
      });
    });
  });

const containerOf: Readonly<Record<keyof Ports, string>> = {
  kafka1: 'kafka1',
  kafka2: 'kafka2',
  kafka3: 'kafka3',
  connect: 'postgres-debezium',
  standalone: 'connect-standalone',
  postgres: 'postgres',
};

/** Ports of 127.0.0.1 that nobody listens on: those of the sheet, or any. Rejects with `PortTaken`. */
export const findPorts = async (kind: 'free' | 'sheet'): Promise<Ports> => {
  const held: Held[] = [];
  // All are held until all are found, so that none is found twice.
  const find = async (name: keyof Ports): Promise<number> => {
    const wanted = kind === 'sheet' ? sheetPorts[name] : 0;
    try {
      const one = await hold(wanted);
      held.push(one);
      // A free one may by chance be a port of the real lab, which could then not be brought up beside this one.
      return wanted === 0 && sheet.has(one.port) ? find(name) : one.port;
    } catch (error) {
      if (wanted === 0) throw error;
      throw new PortTaken(wanted, containerOf[name]);
    }
  };
  try {
    return {
      kafka1: await find('kafka1'),
      kafka2: await find('kafka2'),
      kafka3: await find('kafka3'),
      connect: await find('connect'),
      standalone: await find('standalone'),
      postgres: await find('postgres'),
    };
  } finally {
    await Promise.all(held.map(one => one.free()));
  }
};
