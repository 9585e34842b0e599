import {readdir, readFile, readlink} from 'node:fs/promises';

/**
 * /proc/net/tcp and tcp6, one socket a line:
 *
 * sl local_address(hex address:port) rem_address st(0A listens) tx:rx tr:when retrnsmt uid timeout inode …
 */
const listening = '0A';

/** A process that listens on a port; `pid` null where it belongs to someone whose processes may not be looked into. */
export interface Listener {
  readonly pid: number | null;
  readonly name: string | null;
}

const inodesByPort = (table: string): readonly (readonly [number, string])[] =>
  table.split('\n').flatMap(line => {
    const fields = line.trim().split(/\s+/);
    const port = Number.parseInt(fields[1]?.split(':').at(-1) ?? '', 16);
    const inode = fields[9];
    return fields[3] === listening && port > 0 && inode !== undefined ? [[port, inode] as const] : [];
  });

const readOr = async <T>(read: Promise<T>, fallback: T): Promise<T> => {
  try {
    return await read;
  } catch {
    return fallback;
  }
};

const ownerOf = async (root: string, inodes: ReadonlySet<string>): Promise<ReadonlyMap<string, Listener>> => {
  const owners = new Map<string, Listener>();
  const pids = (await readOr(readdir(root), [])).filter(name => /^\d+$/.test(name));
  for (const pid of pids) {
    // Descriptors of other users' processes may not be read.
    const descriptors = await readOr(readdir(`${root}/${pid}/fd`), []);
    const links = await Promise.all(descriptors.map(fd => readOr(readlink(`${root}/${pid}/fd/${fd}`), '')));
    for (const link of links) {
      const inode = /^socket:\[(\d+)\]$/.exec(link)?.[1];
      if (inode === undefined || !inodes.has(inode) || owners.has(inode)) continue;
      const name = (await readOr(readFile(`${root}/${pid}/comm`, 'utf8'), '')).trim();
      owners.set(inode, {pid: Number(pid), name: name === '' ? null : name});
    }
  }
  return owners;
};

/**
 * Who listens on these ports of this machine; ports that are free are left out. `undefined` on a system that does not
 * say (no /proc).
 */
export const portListeners = async (
  ports: readonly number[],
  root = '/proc',
): Promise<ReadonlyMap<number, Listener> | undefined> => {
  const tables = await Promise.all(
    ['tcp', 'tcp6'].map(name => readOr(readFile(`${root}/net/${name}`, 'utf8'), undefined)),
  );
  if (tables[0] === undefined) return undefined;
  const held = tables.flatMap(table => inodesByPort(table ?? '')).filter(([port]) => ports.includes(port));
  if (held.length === 0) return new Map();
  const owners = await ownerOf(root, new Set(held.map(([, inode]) => inode)));
  const found = new Map<number, Listener>();
  for (const [port, inode] of held) {
    const owner = owners.get(inode);
    if (owner !== undefined || !found.has(port)) found.set(port, owner ?? {pid: null, name: null});
  }
  return found;
};
