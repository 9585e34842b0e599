import {readFile, statfs} from 'node:fs/promises';
import {freemem, totalmem} from 'node:os';
import {dirname} from 'node:path';

/** Bytes of memory, and those that programs can get without swapping. */
export const readMemory = async (): Promise<{readonly available: number; readonly total: number}> => {
  // What is "free" leaves out the file cache, which the kernel gives back.
  const table = await readFile('/proc/meminfo', 'utf8').catch(() => '');
  const kibibytes = Number(/^MemAvailable:\s+(\d+) kB/m.exec(table)?.[1]);
  return {available: kibibytes > 0 ? kibibytes * 1024 : freemem(), total: totalmem()};
};

/** Bytes free for this user on the file system of a folder, or of the nearest folder above it that there is. */
export const readDisk = async (
  folder: string,
): Promise<{readonly folder: string; readonly free: number} | undefined> => {
  for (let at = folder; ; at = dirname(at)) {
    try {
      const {bavail, bsize} = await statfs(at);
      return {folder: at, free: bavail * bsize};
    } catch {
      if (dirname(at) === at) return undefined;
    }
  }
};
