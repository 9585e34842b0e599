import {existsSync, lstatSync, readdirSync, renameSync, rmSync, statSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {makeFolder} from '../config/make-folder.ts';
import {codeOf, failureOf, UserError} from '../errors.ts';
import type {PracticeEndpoints} from '../model/practice.ts';
import {startFailure} from './start-failure.ts';

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it is there, and another user's.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
};

/** What the path of a socket may be long (bytes): the system's own limits. */
const longestPath = process.platform === 'darwin' ? 103 : 107;
const otherwise = 'Set XDG_RUNTIME_DIR to a folder of your own, with a short path.';

const isNoFolder = (name: string): boolean => {
  try {
    return !statSync(name).isDirectory();
  } catch {
    return false;
  }
};

/** The path itself, and every one that it lies in. */
const withParents = (name: string): readonly string[] => {
  const parent = path.dirname(name);
  return parent === name ? [name] : [name, ...withParents(parent)];
};

/** Why a folder could not be made, in a sentence. */
const whyNot = (folder: string, error: unknown): string => {
  const parents = withParents(path.resolve(folder));
  const file = parents.find(isNoFolder);
  if (file !== undefined) return `${file} is not a folder.`;
  // What is there and says of a folder in it that it does not exist, holds none of anybody's: `/proc` is such a one.
  if (codeOf(error) === 'ENOENT') return `No folder can be made in ${parents.find(existsSync)}.`;
  return failureOf(error, folder).sentence;
};

/** Makes the folder for this user alone. Throws a `UserError` where it cannot be had, or where no socket could lie in it. */
export const makeRuntimeFolder = (folder: string): void => {
  const refuse = (sentence: string): never => {
    throw new UserError(sentence, otherwise);
  };
  const socket = path.join(folder, `practice-${process.pid}`, 'engine.sock');
  if (process.platform !== 'win32' && Buffer.byteLength(socket) > longestPath)
    refuse(`${socket} is too long for a socket, which may have ${longestPath} bytes.`);
  try {
    makeFolder(folder, 0o700);
  } catch (error) {
    const known = startFailure(error, folder);
    if (known instanceof UserError) throw known;
    refuse(whyNot(folder, error));
  }
  const found = lstatSync(folder);
  const user = process.getuid?.();
  if (!found.isDirectory() || (user !== undefined && found.uid !== user))
    refuse(`${folder} is not a folder of this user.`);
};

/**
 * Removes what labs left behind whose processes are gone, before one of this process begins. What names this process is
 * of an earlier one that had its number, as processes in a container often have.
 */
export const removeLeftovers = (folder: string): void => {
  for (const name of readdirSync(folder)) {
    const pid = Number(/^practice-(\d+)(\.json)?$/.exec(name)?.[1] ?? Number.NaN);
    if (!Number.isNaN(pid) && (pid === process.pid || !isAlive(pid)))
      rmSync(path.join(folder, name), {recursive: true, force: true});
  }
};

export const endpointsFile = (folder: string, pid: number): string =>
  path.join(folder, `practice-${pid}.json`);

/** Writes them in one go: whoever looks finds all or nothing. */
export const writeEndpoints = (folder: string, endpoints: PracticeEndpoints): void => {
  const file = endpointsFile(folder, endpoints.pid);
  const draft = path.join(folder, `practice-${endpoints.pid}`, 'endpoints');
  writeFileSync(draft, `${JSON.stringify(endpoints)}\n`, {mode: 0o600});
  renameSync(draft, file);
};

export const removeEndpoints = (folder: string, pid: number): void =>
  rmSync(endpointsFile(folder, pid), {force: true});
