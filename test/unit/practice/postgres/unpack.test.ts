import assert from 'node:assert/strict';
import {mkdir, readdir, readFile, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {test} from 'node:test';
import {gzipSync} from 'node:zlib';
import {unpack} from '../../../../source/practice/postgres/unpack.ts';
import {temporaryFolder} from '../../../support/engine.ts';

const entry = (name: string, bytes: string | null): Buffer => {
  const head = Buffer.alloc(512);
  head.write(name, 0);
  head.write((bytes?.length ?? 0).toString(8).padStart(11, '0'), 124);
  head.write(bytes === null ? '5' : '0', 156);
  const body = Buffer.alloc(Math.ceil((bytes?.length ?? 0) / 512) * 512);
  body.write(bytes ?? '');
  return Buffer.concat([head, body]);
};

test('an archive becomes a folder, with its empty folders, and nothing outside of it', async t => {
  const folder = await temporaryFolder(t);
  const archive = path.join(folder, 'all.tar.gz');
  const long = 'x'.repeat(700);
  const tar = [
    entry('/empty', null),
    entry('/base/1/long', long),
    entry('../outside', 'o'),
    entry('/last', ''),
    Buffer.alloc(1024),
  ];
  await writeFile(archive, gzipSync(Buffer.concat(tar)));
  const made = path.join(folder, 'in', 'data');
  // What a program left that was killed while it unpacked.
  await mkdir(`${made}.draft/stale`, {recursive: true});
  await unpack(archive, made);
  assert.deepEqual((await readdir(made)).sort(), ['base', 'empty', 'last', 'outside']);
  assert.equal(await readFile(path.join(made, 'base/1/long'), 'utf8'), long);
  assert.deepEqual(await readdir(path.join(made, 'empty')), []);
  assert.deepEqual(await readdir(path.join(folder, 'in')), ['data']);
  assert.ok(!(await readdir(folder)).includes('outside'));
});
