import assert from 'node:assert/strict';
import {test} from 'node:test';
import {startEngine} from '../../support/engine.ts';
import {command, startSmallLab} from '../../support/small-lab.ts';

const lab = {topics: [{name: 'orders', partitions: 2, replicationFactor: 2}]};

test('what takes something away needs --yes where nobody can be asked, and does nothing without', async context => {
  const {host, engine} = await startSmallLab(context, lab);
  const refused = await command('stop', ['kafka1'], {'docker-host': host});
  assert.equal(refused.code, 64);
  assert.match(refused.err, /--yes/);
  assert.equal(engine.find('kafka1')?.state, 'running');
  const done = await command('stop', ['kafka1'], {'docker-host': host, yes: true});
  assert.equal(done.code, 0, done.err);
  assert.equal(engine.find('kafka1')?.state, 'exited');
});

test('on a terminal it says what follows, and asks', async context => {
  const {host, engine} = await startSmallLab(context, lab);
  const no = await command('stop', ['kafka1'], {'docker-host': host}, {isTerminal: true, answers: ['n']});
  assert.equal(no.code, 1);
  assert.match(no.err, /kafka1 leads 1 partition\./);
  assert.match(no.err, /docker -H \S+ stop kafka1/);
  assert.match(no.err, /Stop kafka1\? \[y\/N\] Nothing was done\.\n$/);
  assert.equal(engine.find('kafka1')?.state, 'running');
  const yes = await command('stop', ['kafka1'], {'docker-host': host}, {isTerminal: true, answers: ['y']});
  assert.equal(yes.code, 0, yes.err);
  assert.equal(engine.find('kafka1')?.state, 'exited');
});

test('of several names each is tried, and one that is refused makes it 1', async context => {
  const {host, engine} = await startSmallLab(context, lab);
  const {code, json} = await command('kill', ['nothing', 'kafka2'], {
    'docker-host': host,
    yes: true,
    json: true,
  });
  assert.equal(code, 1);
  const actions = json().actions;
  assert.ok(Array.isArray(actions));
  assert.deepEqual(
    actions.map(({name, isDone}) => [name, isDone]),
    [
      ['nothing', false],
      ['kafka2', true],
    ],
  );
  assert.equal(engine.find('kafka2')?.state, 'exited');
});

test('a target that is only read changes nothing', async context => {
  const {host, engine, brokers} = await startSmallLab(context, lab);
  const stop = await command('stop', ['kafka1'], {'docker-host': host, yes: true, 'read-only': true});
  assert.equal(stop.code, 1);
  assert.match(stop.err, /--read-only/);
  assert.equal(engine.find('kafka1')?.state, 'running');
  const produce = await command('produce', ['orders'], {bootstrap: brokers.bootstrap.join(','), count: 1});
  assert.equal(produce.code, 1);
  assert.match(produce.err, /--write/);
});

test('taking the lab down asks, too', async context => {
  const {host, engine} = await startSmallLab(context, lab);
  const refused = await command('down', [], {'docker-host': host});
  assert.equal(refused.code, 64);
  const no = await command('down', [], {'docker-host': host}, {isTerminal: true, answers: ['']});
  assert.equal(no.code, 1);
  assert.match(no.err, /Stops and removes kafka1, kafka2\./);
  assert.equal(engine.find('kafka1')?.state, 'running');
});

test('names that others hold are left alone unless the user says what becomes of them', async context => {
  const {host, engine} = await startEngine(context, [{name: 'kafka1', project: 'shop'}]);
  const refused = await command('up', [], {'docker-host': host});
  assert.equal(refused.code, 1);
  assert.match(refused.err, /^[^\n]+\n$/);
  const both = await command('up', [], {'docker-host': host, adopt: true, replace: true});
  assert.equal(both.code, 64);
  const asked = await command('up', [], {'docker-host': host}, {isTerminal: true, answers: ['n']});
  assert.equal(asked.code, 1);
  assert.match(asked.err, /kafka1: compose project shop/);
  assert.match(asked.err, /Nothing was done\.\n$/);
  assert.equal(engine.find('kafka1')?.state, 'running');
});
