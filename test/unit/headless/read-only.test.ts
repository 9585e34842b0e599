import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {writes} from '../../../source/actions/writes/index.ts';
import {commands} from '../../../source/headless/commands.ts';
import {command, startSmallLab} from '../../support/small-lab.ts';

/** Commands that change nothing of a lab; `pull` brings images to the engine, and `practice` a lab of its own. */
const reading = [
  'status',
  'containers',
  'brokers',
  'topics',
  'groups',
  'connectors',
  'events',
  'tail',
  'settings',
  'batches',
  'latest',
  'logs',
  'pull',
  'practice',
  'doctor',
  'ask',
  'completion',
];

/** How each of the others would change something. */
const changing: Readonly<Record<string, readonly (readonly string[])[]>> = {
  produce: [['orders']],
  consume: [['orders']],
  ...Object.fromEntries(
    [...Map.groupBy(writes, ({noun}) => noun)].map(([noun, own]) => [
      noun,
      own.map(({verb, on}) => (on === 'all' ? [verb] : [verb, 'orders'])),
    ]),
  ),
  learn: [['start', 'keys']],
  ...Object.fromEntries(
    ['start', 'stop', 'restart', 'pause', 'unpause', 'kill', 'rm'].map(verb => [verb, [['kafka1']]]),
  ),
  exec: [['kafka1', 'ls']],
  up: [[]],
  down: [[]],
};

/** What they need besides. */
const flagsOf = (noun: string, verb: string | undefined): Readonly<Record<string, string>> => {
  if (noun === 'consume') return {group: 'readers'};
  const write = writes.find(each => each.noun === noun && each.verb === verb);
  return Object.fromEntries(write?.fields.flatMap(({id, isNeeded}) => (isNeeded ? [[id, '4']] : [])) ?? []);
};

describe('where everything is only read', () => {
  test('each command is known to read or to change', () => {
    // sql does both: the server says which, and test/unit/headless/sql.test.ts asks it.
    assert.deepEqual(
      commands.map(({name}) => name).sort(),
      [...reading, ...Object.keys(changing), 'sql'].sort(),
    );
  });

  test('every command that changes something is refused with the reason, and nothing is changed', async context => {
    const {host, engine, brokers} = await startSmallLab(context, {
      topics: [{name: 'orders', partitions: 2, replicationFactor: 2}],
    });
    for (const [noun, ways] of Object.entries(changing))
      for (const names of ways) {
        const flags = {'docker-host': host, 'read-only': true, ...flagsOf(noun, names[0])};
        const isAsking = noun !== 'produce' && noun !== 'consume' && noun !== 'learn';
        const {code, err} = await command(noun, names, isAsking ? {...flags, yes: true} : flags);
        const what = `${noun} ${names.join(' ')}: ${err}`;
        assert.equal(code, 1, what);
        assert.match(err, /kafka-lab was started with --read-only\./, what);
      }
    assert.deepEqual([...brokers.cluster.topics.keys()], ['orders']);
    assert.equal(brokers.cluster.topics.get('orders')?.partitions.length, 2);
    assert.equal(engine.find('kafka1')?.state, 'running');
  });
});
