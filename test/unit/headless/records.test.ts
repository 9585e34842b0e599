import assert from 'node:assert/strict';
import {test} from 'node:test';
import {command, startSmallLab} from '../../support/small-lab.ts';

const lab = {topics: [{name: 'orders', partitions: 2, replicationFactor: 2, records: {0: 30, 1: 30}}]};

const offsets = (out: string): string[] =>
  out
    .trim()
    .split('\n')
    .map(line => JSON.parse(line))
    .map(({partition, offset}) => `${partition}/${offset}`);

test('a tail ends with 0 at its limit, at the end of what is there, and at its time', async context => {
  const {host} = await startSmallLab(context, lab);
  const flags = {'docker-host': host, json: true, from: 'oldest'};
  const limited = await command('tail', ['orders'], {...flags, limit: 7});
  assert.deepEqual([limited.code, offsets(limited.out).length], [0, 7]);
  const whole = await command('tail', ['orders'], {...flags, 'no-follow': true});
  assert.deepEqual([whole.code, new Set(offsets(whole.out)).size], [0, 60]);
  const timed = await command('tail', ['orders'], {...flags, from: 'newest', for: 50});
  assert.deepEqual([timed.code, timed.out], [0, '']);
});

test('a tail can be cut to a partition, an offset and a filter', async context => {
  const {host} = await startSmallLab(context, lab);
  const flags = {'docker-host': host, json: true, 'no-follow': true, from: '27', partition: ['1']};
  assert.deepEqual(offsets((await command('tail', ['orders'], flags)).out), ['1/27', '1/28', '1/29']);
  const grep = await command('tail', ['orders'], {...flags, grep: 'value:/-2[89]$/'});
  assert.deepEqual(offsets(grep.out), ['1/28', '1/29']);
  const wrong = await command('tail', ['orders'], {...flags, grep: '/(/'});
  assert.equal(wrong.code, 64);
  const missing = await command('tail', ['orders'], {...flags, partition: ['1', '99'], limit: 1});
  assert.deepEqual(
    [missing.code, missing.err],
    [1, 'orders has no partition 99. There are partitions 0 to 1.\n'],
  );
});

test('what is no text stands in a line whole, in hex', async context => {
  const {host, brokers} = await startSmallLab(context, lab);
  brokers.cluster.append('orders', 0, [{key: 'k', value: Buffer.from([0, 1, 254, 255])}]);
  const flags = {'docker-host': host, 'no-follow': true, partition: ['0'], grep: 'key:k'};
  const {code, out, err} = await command('tail', ['orders'], {...flags, from: 'oldest'});
  assert.deepEqual([code, err], [0, '']);
  assert.match(out, / k 00 01 fe ff \(4 B, binary\)\n$/);
});

test('events come from a template, with keys and headers', async context => {
  const {host} = await startSmallLab(context, lab);
  const produce = await command('produce', ['orders'], {
    'docker-host': host,
    json: true,
    count: 3,
    value: '{"n":{i}}',
    key: 'k{i}',
    header: ['kind=test'],
    partition: ['0'],
  });
  assert.equal(produce.code, 0, produce.err);
  const {topic, sent, acknowledged, failed} = produce.json();
  assert.deepEqual(
    {topic, sent, acknowledged, failed},
    {topic: 'orders', sent: 3, acknowledged: 3, failed: []},
  );
  const flags = {'docker-host': host, json: true, 'no-follow': true, from: '30', partition: ['0']};
  const [first = ''] = (await command('tail', ['orders'], flags)).out.split('\n');
  const {key, value, headers} = JSON.parse(first);
  assert.deepEqual([key, value, headers], ['k0', '{"n":0}', [{key: 'kind', value: 'test'}]]);
});

test('events come from the lines of standard input, whatever is in them', async context => {
  const {host} = await startSmallLab(context, lab);
  const flags = {'docker-host': host, 'key-separator': ':', partition: ['1']};
  const produce = await command('produce', ['orders'], flags, {input: ['a:{i} \u2028', 'no key', 'b:']});
  assert.equal(produce.code, 0, produce.err);
  assert.match(produce.out, /^3 events sent to orders, 3 acknowledged\.\n$/);
  const tail = await command('tail', ['orders'], {
    'docker-host': host,
    json: true,
    'no-follow': true,
    from: '30',
    partition: ['1'],
  });
  const records = tail.out
    .trim()
    .split('\n')
    .map(line => JSON.parse(line));
  assert.deepEqual(
    records.map(({key, value}) => [key, value]),
    [
      ['a', '{i} \u2028'],
      [null, 'no key'],
      ['b', ''],
    ],
  );
});

test('what cannot be produced or consumed is refused in a sentence', async context => {
  const {host} = await startSmallLab(context, lab);
  const flags = {'docker-host': host, count: 1};
  const topic = await command('produce', ['order'], flags);
  assert.deepEqual([topic.code, topic.err], [1, 'There is no topic order. Did you mean orders?\n']);
  const partition = await command('produce', ['orders'], {...flags, partition: ['9']});
  assert.equal(partition.code, 1);
  assert.match(partition.err, /orders has no partition 9/);
  assert.equal((await command('produce', ['orders'], {...flags, header: ['nonsense']})).code, 64);
  assert.equal((await command('produce', ['orders'], {...flags, rate: 0})).code, 64);
  assert.equal((await command('produce', ['orders'], {'docker-host': host, file: '/nowhere'})).code, 64);
  const idle = await command('consume', ['orders'], {'docker-host': host, group: 'readers', rate: 0});
  assert.equal(idle.code, 64);
  assert.match(idle.err, /^--rate is above 0, not 0\. /);
});

test('how events are batched, and how long each is tried, is taken from the flags', async context => {
  const {host} = await startSmallLab(context, lab);
  const flags = {'docker-host': host, count: 20, partition: ['0'], 'batch-size': 1, linger: 0};
  const produce = await command('produce', ['orders'], {...flags, 'delivery-timeout': 5000});
  assert.match(produce.out, /^20 events sent to orders, 20 acknowledged\.\n$/);
});

test('batches are counted, and where an address sends its clients is told', async context => {
  const {host} = await startSmallLab(context, lab);
  const flags = {'docker-host': host};
  await command('produce', ['orders'], {...flags, count: 20, partition: ['0'], 'batch-size': 1, linger: 0});
  const {partitions} = (await command('batches', ['orders'], {...flags, json: true, last: 20})).json();
  assert.match(JSON.stringify(partitions), /"partition":0,"from":30,"isPart":true,"batches":20/);
  assert.match((await command('batches', ['orders'], flags)).out, /orders: 80 records in \d+ batches/);
  assert.equal((await command('batches', ['order'], flags)).code, 1);

  const {brokers} = (await command('brokers', [], {...flags, json: true})).json();
  const [, name = '', port = ''] = /"host":"([^"]+)","port":(\d+)/.exec(JSON.stringify(brokers)) ?? [];
  const asked = await command('ask', [`${name}:${port}`], {});
  assert.equal(asked.code, 0, asked.err);
  assert.match(asked.out, /broker 1 answers, and sends clients to broker 1 at \S+, broker 2 at/);
  assert.equal((await command('ask', ['kafka1.invalid:9092'], {})).code, 2);
});

test('of each key the last record is printed, with what is older', async context => {
  const {host} = await startSmallLab(context, lab);
  const flags = {'docker-host': host};
  await command('produce', ['orders'], {...flags, count: 6, partition: ['0'], key: 'k{i%2}', value: 'v{i}'});
  const {partitions} = (await command('latest', ['orders'], {...flags, json: true, last: 6})).json();
  assert.match(
    JSON.stringify(partitions),
    /"from":30,"end":36,"isPart":true,"gaps":0,"records":6,"keys":2,"older":4,"tombstones":0,"latest":\[\{"topic":"orders","partition":0,"offset":34.*"value":"v4".*"older":2/,
  );
  const {code, out} = await command('latest', ['orders'], {...flags, last: 6});
  assert.equal(code, 0);
  assert.match(out, /k1 +0 +35 +2 +v5/);
  assert.match(
    out,
    /orders: .* of .* keys.*; .* with a newer one of their key; 0 of 12 offsets without a record\./,
  );
  assert.equal((await command('latest', ['order'], flags)).code, 1);
});

test('every setting of a topic is printed, with its default', async context => {
  const other = {name: 'other', partitions: 1, replicationFactor: 1};
  const {host} = await startSmallLab(context, {topics: [...lab.topics, other]});
  const flags = {'docker-host': host};
  await command('topic', ['configure', 'orders'], {...flags, set: 'retention.ms=60000', yes: true});
  const {code, out} = await command('settings', ['orders'], flags);
  assert.equal(code, 0);
  // What was chosen comes first, and the rest by name.
  assert.match(
    out,
    /^setting +value +source +default\nretention\.ms +60000 +topic +604800000\ncleanup\.policy +delete +default +delete\n/,
  );
  assert.match(out, /orders: 1 of its own \(retention\.ms\); \d+ are as the brokers have them\.\n$/);
  const {settings} = (await command('settings', ['orders'], {...flags, json: true})).json();
  assert.match(
    JSON.stringify(settings),
    /"name":"retention\.ms","value":"60000","source":"topic",.*"meaning":"/,
  );
  assert.match(out, /\nfollower\.replication\.throttled\.replicas +- +default +-\n/);
  assert.equal((await command('settings', ['order'], flags)).code, 1);
});

test('settings whose default nobody tells are printed, and the answer is a part', async context => {
  const {host} = await startSmallLab(context, lab);
  const flags = {'docker-host': host};
  await command('topic', ['configure', 'orders'], {...flags, set: 'retention.ms=60000', yes: true});
  const {code, out, err} = await command('settings', ['orders'], flags);
  assert.match(out, /\nretention\.ms +60000 +topic +\?\n/);
  assert.match(err, /^Not read: No topic without a retention\.ms of its own tells its default\.$/m);
  assert.equal(code, 3);
});
