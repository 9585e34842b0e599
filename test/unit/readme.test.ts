import assert from 'node:assert/strict';
import {existsSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {test} from 'node:test';
import {withKeys} from '../support/readme.ts';

const root = path.resolve(import.meta.dirname, '../..');
const file = path.join(root, 'README.md');

test('the keys in the README are those of the keymap', () => {
  const readme = readFileSync(file, 'utf8');
  if (process.env.UPDATE_README) writeFileSync(file, withKeys(readme));
  else assert.equal(readme, withKeys(readme), 'run UPDATE_README=1 npm test -- unit');
});

test('every folder of the source is in the README, and no other', () => {
  const readme = readFileSync(file, 'utf8');
  const named = [...readme.matchAll(/^\| `([a-z]+)\/` \|/gm)].map(([, name]) => name).sort();
  const there = readdirSync(path.join(root, 'source'), {withFileTypes: true})
    .filter(entry => entry.isDirectory())
    .map(entry => entry.name)
    .sort();
  assert.deepEqual(named, there);
});

test('every file that the README names is there', () => {
  const readme = readFileSync(file, 'utf8');
  const names = [...readme.matchAll(/`((?:source|docker|test)\/[\w./-]+)`/g)].map(([, name]) => name ?? '');
  assert.ok(names.length > 5);
  assert.deepEqual(
    names.filter(name => !existsSync(path.join(root, name))),
    [],
  );
});
