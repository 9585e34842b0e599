import {existsSync, mkdirSync, statSync} from 'node:fs';
import path from 'node:path';

const systemCode = (error: unknown): unknown =>
  error instanceof Error && 'code' in error ? error.code : undefined;

const isFolder = (name: string): boolean => statSync(name, {throwIfNoEntry: false})?.isDirectory() ?? false;

/**
 * Makes a folder, and those that it lies in, where they are not there yet. Throws the error of the system where that
 * cannot be. Node's own `recursive` never ends in a folder such as Linux's `/proc`, which is there and says of whatever
 * is made in it that it does not exist.
 */
export const makeFolder = (name: string, mode = 0o777): void => {
  const parent = path.dirname(name);
  const make = (): void => {
    try {
      mkdirSync(name, {mode});
    } catch (error) {
      // Another program may have made it just now.
      if (systemCode(error) !== 'EEXIST' || !isFolder(name)) throw error;
    }
  };
  try {
    make();
  } catch (error) {
    if (systemCode(error) !== 'ENOENT' || parent === name || existsSync(parent)) throw error;
    makeFolder(parent, mode);
    make();
  }
};
