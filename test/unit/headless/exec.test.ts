import assert from 'node:assert/strict';
import {test} from 'node:test';
import {until} from '../../support/engine.ts';
import {command, startSmallLab} from '../../support/small-lab.ts';

test('a command runs in a container as it is written, and its exit code is passed on', async context => {
  const {host} = await startSmallLab(context);
  const flags = {'docker-host': host};
  const fine = await command('exec', ['kafka1', 'sh', '-c', 'echo  one'], flags);
  assert.deepEqual([fine.code, fine.out, fine.err], [0, 'sh|-c|echo  one\n', '']);
  const failed = await command('exec', ['kafka1', 'exit', '37'], flags);
  assert.deepEqual([failed.code, failed.out], [37, 'It ends.\n']);
});

test('a command that goes on is let go of when the user wants it to end, be that before it has begun', async context => {
  const {host} = await startSmallLab(context);
  const ending = new AbortController();
  ending.abort();
  let code: number | undefined;
  const running = command('exec', ['kafka1', 'wait'], {'docker-host': host}, {ending}).then(ended => {
    code = ended.code;
  });
  await until('it has ended', () => code !== undefined);
  await running;
  assert.equal(code, 130);
});

test('a command that cannot be run is a sentence', async context => {
  const {host} = await startSmallLab(context);
  const flags = {'docker-host': host};
  const nobody = await command('exec', ['kafka9', 'ls'], flags);
  assert.equal(nobody.code, 1);
  assert.match(nobody.err, /^There is no container kafka9\. kafka-lab containers lists them\.$/m);
  const nothing = await command('exec', ['kafka1'], flags);
  assert.equal(nothing.code, 64);
  assert.match(nothing.err, /exec needs a command to run\./);
  assert.equal((await command('stop', ['kafka1'], {...flags, yes: true})).code, 0);
  const stopped = await command('exec', ['kafka1', 'ls'], flags);
  assert.equal(stopped.code, 1);
  assert.match(stopped.err, /^kafka1: .*not running/m);
});
