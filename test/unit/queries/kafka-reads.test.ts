import assert from 'node:assert/strict';
import {test} from 'node:test';
import {systemClock} from '../../../source/clock.ts';
import {isUnknown} from '../../../source/model/reading.ts';
import {readConfigs} from '../../../source/queries/configs.ts';
import {isKraft, readQuorum} from '../../../source/queries/controller.ts';
import {readLogDirs} from '../../../source/queries/log-dirs.ts';
import {readMetadata} from '../../../source/queries/metadata.ts';
import {readOffsets} from '../../../source/queries/offsets.ts';
import {readRecordTimes} from '../../../source/queries/record-times.ts';
import {kafkaFor} from '../../support/kafka.ts';

const calls = {channel: 'requests'};

test('metadata keeps a leaderless partition beside the others, with null for its leader', async t => {
  const {cluster, link} = await kafkaFor(t, {
    topics: [
      {name: 'lonely', replicas: [[1], [2]]},
      {name: 'orders', partitions: 2, replicationFactor: 2},
    ],
  });
  await cluster.control.stop(1);
  const {brokers, topics, answeredBy} = await readMetadata(link(2), systemClock);
  assert.deepEqual(
    brokers.map(({id}) => id),
    [2],
  );
  assert.equal(answeredBy, 2);
  const lonely = topics.find(({name}) => name === 'lonely')?.partitions;
  assert.ok(lonely && !isUnknown(lonely));
  assert.deepEqual(
    lonely.map(({leader, offline}) => [leader, offline]),
    [
      [null, [1]],
      [2, []],
    ],
  );
});

test('a topic that may not be seen is there, and says why it is unknown', async t => {
  const {cluster, link} = await kafkaFor(t, {brokers: 1, topics: [{name: 'open'}, {name: 'secret'}]});
  cluster.faults.deny('topic', 'secret');
  const {topics} = await readMetadata(link(1), systemClock, ['open', 'secret']);
  const secret = topics.find(({name}) => name === 'secret')?.partitions;
  assert.ok(isUnknown(secret));
  assert.equal(secret.unknown, 'not-authorised');
});

test('asking for a topic that is not there does not make it', async t => {
  const {cluster, link} = await kafkaFor(t, {brokers: 1, configs: {'auto.create.topics.enable': 'true'}});
  const {topics} = await readMetadata(link(1), systemClock, ['phantom']);
  assert.ok(isUnknown(topics[0]?.partitions));
  assert.equal(cluster.topics.has('phantom'), false);
});

test('offsets: the newest, the oldest, by time and of the newest record; a refused partition alone is unknown', async t => {
  const {cluster, link} = await kafkaFor(t, {
    brokers: 1,
    topics: [
      {
        name: 'orders',
        partitions: 2,
        records: {0: [1000, 2000, 3000].map(timestamp => ({value: 'v', timestamp}))},
      },
    ],
  });
  cluster.deleteRecords('orders', 0, 1);
  const partitions = [
    {topic: 'orders', partition: 0},
    {topic: 'orders', partition: 7},
  ];
  const [end, refused] = await readOffsets(link(1), partitions, 'latest');
  assert.equal(end?.offset, 3);
  assert.ok(refused && isUnknown(refused.offset));
  const first = partitions.slice(0, 1);
  const offsetOf = async (of: Parameters<typeof readOffsets>[2]): Promise<unknown> =>
    (await readOffsets(link(1), first, of))[0]?.offset;
  assert.equal(await offsetOf('earliest'), 1);
  assert.equal(await offsetOf({time: 2500}), 2);
  assert.equal(await offsetOf({time: 9000}), null);
  const [newest] = await readOffsets(link(1), first, 'newest-record');
  assert.deepEqual([newest?.offset, newest?.timestamp], [2, 3000]);
});

test('the time of the record at an offset, also within a compressed batch', async t => {
  const {cluster, link} = await kafkaFor(t, {brokers: 1, topics: [{name: 'orders'}]});
  const records = [1000, 2000, 3000].map(timestamp => ({value: 'v'.repeat(50), timestamp}));
  cluster.append('orders', 0, records, {compression: 'zstd'});
  const place = {topic: 'orders', partition: 0, offset: 1};
  assert.deepEqual(await readRecordTimes(link(1), [place], calls), [{...place, timestamp: 2000}]);
  assert.deepEqual(await readRecordTimes(link(1), [{...place, offset: 3}], calls), []);
});

test('records that are too large for one answer take their turn', async t => {
  const {link} = await kafkaFor(t, {
    brokers: 1,
    topics: [
      {
        name: 'large',
        partitions: 2,
        records: {
          0: [{value: 'a'.repeat(900_000), timestamp: 1000}],
          1: [{value: 'b'.repeat(900_000), timestamp: 2000}],
        },
      },
    ],
  });
  const places = [0, 1].map(partition => ({topic: 'large', partition, offset: 0}));
  const times = await readRecordTimes(link(1), places, calls);
  assert.deepEqual(
    times.map(({timestamp}) => timestamp),
    [1000, 2000],
  );
});

test('configurations: what differs, and what is always shown; a refused topic alone is missing', async t => {
  const {cluster, link} = await kafkaFor(t, {
    brokers: 1,
    topics: [{name: 'orders', configs: {'min.insync.replicas': '2'}}, {name: 'secret'}],
  });
  cluster.faults.deny('topic', 'secret');
  const {configs, missing} = await readConfigs(link(1), ['orders', 'secret'], calls);
  const entry = configs.get('orders')?.find(({name}) => name === 'min.insync.replicas');
  assert.deepEqual([entry?.value, entry?.source], ['2', 'topic']);
  assert.ok(
    configs.get('orders')?.some(({name, source}) => name === 'cleanup.policy' && source === 'default'),
  );
  assert.deepEqual(
    missing.map(({path, why}) => [path, why]),
    [['secret', 'not-authorised']],
  );
});

test('log directories: bytes per partition of this broker', async t => {
  const {link} = await kafkaFor(t, {brokers: 1, topics: [{name: 'orders', records: {0: 5}}]});
  const {logDirs, missing} = await readLogDirs(link(1), calls);
  assert.ok((logDirs.bytes.get('orders')?.get(0) ?? 0) > 0);
  assert.equal(logDirs.total, logDirs.bytes.get('orders')?.get(0));
  assert.deepEqual(missing, []);
});

test('under KRaft the quorum names the controller, whatever Metadata says', async t => {
  const {cluster, link} = await kafkaFor(t, {mode: 'kraft'});
  await link(1).open();
  assert.equal(isKraft(link(1)), true);
  const controller = await readQuorum(link(1), calls);
  assert.equal(controller.id, 1000);
  cluster.faults.deny('cluster');
  const refused = await readQuorum(link(1), calls);
  assert.ok(isUnknown(refused.id));
  assert.equal(refused.id.unknown, 'not-authorised');
});
