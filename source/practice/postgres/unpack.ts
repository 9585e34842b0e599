import {mkdir, readFile, rename, rm, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {promisify} from 'node:util';
import {gunzip} from 'node:zlib';

/**
 * A tar archive is blocks of 512 bytes: of each file a head, and what it holds. Of the head (POSIX ustar):
 *
 *   0    name, 100 bytes
 *   124  size in octal digits, 12 bytes
 *   156  type, 1 byte: 0 a file, 5 a folder
 *   345  what stands before the name, 155 bytes
 */
const block = 512;

const textAt = (bytes: Buffer, start: number, length: number): string =>
  bytes.toString('utf8', start, start + length).replace(/\0[\s\S]*$/, '');

/** The files of an archive; those without bytes are folders. */
export const entriesOf = function* (
  tar: Buffer,
): Generator<{readonly name: string; readonly bytes: Buffer | null}> {
  for (let at = 0; at + block <= tar.length; ) {
    const name = path.posix.join('/', textAt(tar, at + 345, 155), textAt(tar, at, 100));
    if (textAt(tar, at, 100) === '') return;
    const size = Number.parseInt(textAt(tar, at + 124, 12).trim() || '0', 8);
    const start = at + block;
    yield {name, bytes: tar[at + 156] === 0x35 ? null : tar.subarray(start, start + size)};
    at = start + Math.ceil(size / block) * block;
  }
};

/** Makes a folder of a `.tar.gz`, for its owner alone; it is there as a whole or not at all. */
export const unpack = async (archive: string, folder: string): Promise<void> => {
  const draft = `${folder}.draft`;
  await rm(draft, {recursive: true, force: true});
  await mkdir(draft, {recursive: true, mode: 0o700});
  const tar = await promisify(gunzip)(await readFile(archive));
  for (const {name, bytes} of entriesOf(tar)) {
    const file = path.join(draft, name);
    await mkdir(bytes === null ? file : path.dirname(file), {recursive: true, mode: 0o700});
    if (bytes !== null) await writeFile(file, bytes, {mode: 0o600});
  }
  await rename(draft, folder);
};
