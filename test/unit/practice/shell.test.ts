import assert from 'node:assert/strict';
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {describe, test} from 'node:test';
import {fileSystem} from '../../../source/practice/connect/files.ts';
import {shellOn} from '../../../source/practice/programs/shell.ts';

describe('what a practice container runs', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'kafka-lab-shell-'));
  const run = shellOn(fileSystem(folder));
  const content = (): string => readFileSync(path.join(folder, 'a.txt'), 'utf8');

  test('appends and shows lines, as a shell does', async context => {
    context.after(() => rmSync(folder, {recursive: true}));
    assert.deepEqual(await run(['sh', '-c', 'echo one "two" >> /a.txt']), {exitCode: 0, output: ''});
    await run(['sh', '-c', `printf '%s\\n' "$1" >> "$2"`, 'sh', `it's $2 "and" \\n more`, '/a.txt']);
    await run(['sh', '-c', "echo 'a >> b; c' >> /a.txt"]);
    assert.equal(content(), `one two\nit's $2 "and" \\n more\na >> b; c\n`);
    assert.deepEqual(await run(['cat', '/a.txt']), {exitCode: 0, output: content()});
    assert.deepEqual(await run(['sh', '-c', 'cat /a.txt']), {exitCode: 0, output: content()});
    assert.deepEqual(await run(['echo', 'hello']), {exitCode: 0, output: 'hello\n'});
  });

  test('says what is not there, and runs nothing that it does not know', async () => {
    assert.match((await run(['cat', '/b.txt'])).output, /\/b\.txt: No such file/);
    assert.notEqual((await run(['sh', '-c', 'echo x >> /no/such/folder/b.txt'])).exitCode, 0);
    for (const script of [
      'rm -rf /',
      'echo x > /a.txt',
      'echo $(id)',
      'echo x; ls',
      'echo x >> /a /b',
      "echo a'b'",
      '',
    ])
      assert.equal((await run(['sh', '-c', script])).exitCode, 127, script);
    assert.equal((await run(['ls'])).exitCode, 127);
  });
});
