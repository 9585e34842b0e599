import assert from 'node:assert/strict';
import {test} from 'node:test';
import {writes} from '../../../source/actions/writes/index.ts';
import {command, startSmallLab} from '../../support/small-lab.ts';

const lab = {topics: [{name: 'orders', partitions: 2, replicationFactor: 2, records: {0: 30}}]};

test('topic create makes a topic without asking, and says what the broker refuses', async context => {
  const {host} = await startSmallLab(context, lab);
  const flags = {'docker-host': host};
  const made = await command('topic', ['create', 'fresh'], {
    ...flags,
    partitions: '4',
    'replication-factor': '1',
  });
  assert.deepEqual([made.code, made.out], [0, 'Topic fresh was created.\n'], made.err);
  const {topics} = (await command('topics', ['fresh'], {...flags, json: true})).json();
  assert.equal(Array.isArray(topics) && topics[0].partitions.length, 4);
  const watched = await command(
    'topic',
    ['create', 'seen'],
    {...flags, 'replication-factor': '1'},
    {isTerminal: true},
  );
  assert.match(watched.err, /With one replica each partition is gone while its broker is\./);
  assert.match(watched.err, /by hand: kafka-topics --bootstrap-server \S+ --create --topic seen /);
  const again = await command('topic', ['create', 'fresh'], flags);
  assert.equal(again.code, 1);
  assert.match(again.err, /There is a topic fresh already/);
  const many = await command('topic', ['create', 'more'], {...flags, 'replication-factor': '3'});
  assert.equal(many.code, 1);
  assert.match(many.err, /^more: [^:]*(?:fewer brokers than replicas|Replication factor)/);
});

test('topic delete asks for the name on a terminal, and for --yes without one', async context => {
  const {host} = await startSmallLab(context, lab);
  const flags = {'docker-host': host};
  const unasked = await command('topic', ['delete', 'orders'], flags);
  assert.equal(unasked.code, 64);
  const wrong = await command('topic', ['delete', 'orders'], flags, {isTerminal: true, answers: ['y']});
  assert.equal(wrong.code, 1);
  assert.match(wrong.err, /30 records go with it/);
  assert.match(wrong.err, /Nothing was done/);
  const typed = await command('topic', ['delete', 'orders'], flags, {isTerminal: true, answers: ['orders']});
  assert.deepEqual([typed.code, typed.out], [0, 'Topic orders was deleted.\n'], typed.err);
  const gone = await command('topic', ['delete', 'orders'], {...flags, yes: true});
  assert.equal(gone.code, 1);
  assert.match(gone.err, /There is no topic orders/);
});

test('a wrong verb, a strange flag and a missing name are wrong usage', async context => {
  const {host} = await startSmallLab(context, lab);
  const flags = {'docker-host': host};
  const verb = await command('topic', ['creat', 'x'], flags);
  assert.deepEqual([verb.code, /Did you mean create/.test(verb.err)], [64, true]);
  const flag = await command('topic', ['delete', 'orders'], {...flags, partitions: '3'});
  assert.equal(flag.code, 64);
  assert.match(flag.err, /topic delete has no flag --partitions/);
  assert.equal((await command('topic', ['delete'], flags)).code, 64);
  assert.equal((await command('topic', ['create', 'a', 'b'], flags)).code, 64);
  const all = await command('partition', ['elect-all', 'orders'], {...flags, yes: true});
  assert.equal(all.code, 64);
  assert.match(all.err, /takes no name/);
});

test('what is changed has to be said: no value is taken from a form that nobody sees', async context => {
  const {host, brokers} = await startSmallLab(context, lab);
  const flags = {'docker-host': host, yes: true};
  const needed = writes.flatMap(write =>
    write.fields.flatMap(({id, isNeeded}) => (isNeeded ? [{write, id}] : [])),
  );
  assert.deepEqual(
    needed.map(({write, id}) => `${write.id} --${id}`),
    [
      'topic.add-partitions --partitions',
      'partition.reassign --to',
      'group.reset --to',
      'group.delete-offsets --topic',
      'group.remove-member --member',
      'connector.append --line',
    ],
  );
  for (const {write, id} of needed)
    for (const given of [{}, {[id]: ''}]) {
      const {code, err} = await command(write.noun, [write.verb, 'orders'], {...flags, ...given});
      assert.equal(code, 64, err);
      assert.ok(err.startsWith(`${write.noun} ${write.verb} needs --${id}: `), err);
    }
  assert.equal(brokers.cluster.topics.get('orders')?.partitions.length, 2);
  // A value that is none is refused before anything that was read is looked at.
  const named = await command('topic', ['create', 'a/b'], flags);
  assert.equal(named.code, 64, named.err);
  assert.match(named.err, /^a\/b is no name for a topic/);
});

test('nothing is written where everything is only read', async context => {
  const {host} = await startSmallLab(context, lab);
  const refused = await command('topic', ['create', 'x'], {'docker-host': host, 'read-only': true});
  assert.equal(refused.code, 1);
  assert.match(refused.err, /--read-only/);
});
