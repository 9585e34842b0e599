import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {Admin} from '@platformatic/kafka';
import {Kafka, logLevel} from 'kafkajs';
import {brokersFor} from './connect.ts';

const kinds = ['zookeeper', 'kraft'] as const;

const options = {
  brokers: 2,
  topics: [{name: 'a', partitions: 2, replicationFactor: 2, records: {0: 10}}],
  groups: [{id: 'readers', members: [], committed: {a: {0: 4}}}],
} as const;

for (const mode of kinds)
  describe(`the admin client of kafkajs on a ${mode} cluster`, () => {
    it('creates, grows, sets, empties and deletes', async t => {
      const {bootstrap, cluster} = await brokersFor(t, {...options, mode});
      const kafka = new Kafka({clientId: 'js', brokers: [...bootstrap], logLevel: logLevel.NOTHING});
      const admin = kafka.admin();
      t.after(() => admin.disconnect());
      await admin.connect();

      const assignment = [{partition: 0, replicas: [2, 1]}];
      await admin.createTopics({topics: [{topic: 'b', replicaAssignment: assignment}]});
      assert.deepEqual(cluster.partition('b', 0)?.replicas, [2, 1]);
      await assert.rejects(
        admin.createTopics({topics: [{topic: 'c', replicationFactor: 3}]}),
        (error: Error) => JSON.stringify(error).includes('INVALID_REPLICATION_FACTOR'),
      );

      await admin.createPartitions({topicPartitions: [{topic: 'a', count: 4}]});
      assert.equal((await admin.fetchTopicMetadata({topics: ['a']})).topics[0]?.partitions.length, 4);

      const resource = {type: 2, name: 'a'};
      const configEntries = [{name: 'retention.ms', value: '5000'}];
      await admin.alterConfigs({validateOnly: false, resources: [{...resource, configEntries}]});
      const described = await admin.describeConfigs({
        includeSynonyms: true,
        resources: [{...resource, configNames: ['retention.ms']}],
      });
      assert.equal(described.resources[0]?.configEntries[0]?.configValue, '5000');

      await admin.deleteTopicRecords({topic: 'a', partitions: [{partition: 0, offset: '6'}]});
      assert.equal(cluster.partition('a', 0)?.log.start, 6);
      assert.equal((await admin.fetchTopicOffsets('a')).find(({partition}) => partition === 0)?.low, '6');

      await admin.deleteGroups(['readers']);
      assert.equal(cluster.groups.has('readers'), false);
      await admin.deleteTopics({topics: ['a', 'b']});
      assert.deepEqual(
        (await admin.listTopics()).filter(name => !name.startsWith('_')),
        [],
      );
    });
  });

for (const mode of kinds)
  describe(`the admin client of platformatic on a ${mode} cluster`, () => {
    it('creates, grows, sets, empties and deletes', async t => {
      const {bootstrap, cluster} = await brokersFor(t, {...options, mode});
      const admin = new Admin({clientId: 'p', bootstrapBrokers: [...bootstrap], retries: 3, retryDelay: 50});
      t.after(() => admin.close());

      const [created] = await admin.createTopics({topics: ['b'], partitions: 3, replicas: 2});
      assert.deepEqual([created?.name, created?.partitions, created?.replicas], ['b', 3, 2]);
      await admin.createPartitions({topics: [{name: 'a', count: 3}]});
      assert.equal(cluster.topics.get('a')?.partitions.length, 3);

      const configs = [{name: 'retention.ms', configOperation: 0, value: '5000'} as const];
      await admin.incrementalAlterConfigs({resources: [{resourceType: 2, resourceName: 'a', configs}]});
      const [resource] = await admin.describeConfigs({
        resources: [{resourceType: 2, resourceName: 'a', configurationKeys: ['retention.ms']}],
      });
      assert.equal(resource?.configs[0]?.value, '5000');

      await admin.deleteRecords({
        topics: [{name: 'a', partitions: [{partition: 0, offset: 6n}]}],
      });
      assert.equal(cluster.partition('a', 0)?.log.start, 6);

      await admin.deleteGroups({groups: ['readers']});
      await admin.deleteTopics({topics: ['a', 'b']});
      assert.deepEqual(
        [...cluster.topics.keys()].filter(name => !name.startsWith('_')),
        [],
      );
    });
  });
