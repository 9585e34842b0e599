import assert from 'node:assert/strict';
import {mkdtempSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {after, before, test} from 'node:test';
import {makeFolder} from '../../../source/config/make-folder.ts';

let folder: string;
before(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'kafka-lab-folder-'));
});
after(() => rmSync(folder, {recursive: true, force: true}));

test('a folder is made with those that it lies in, for its owner alone, and may be there already', () => {
  const deep = path.join(folder, 'a', 'b', 'c');
  makeFolder(deep, 0o700);
  makeFolder(deep, 0o700);
  for (const name of [deep, path.dirname(deep)]) {
    assert.ok(statSync(name).isDirectory());
    assert.equal(statSync(name).mode & 0o777, 0o700);
  }
});

test('a file in its place, or on the way to it, is the error of the system', () => {
  const file = path.join(folder, 'file');
  writeFileSync(file, '');
  assert.throws(() => makeFolder(file), {code: 'EEXIST'});
  assert.throws(() => makeFolder(path.join(file, 'inside')), {code: 'ENOTDIR'});
});
