import assert from 'node:assert/strict';
import {describe, it, type TestContext} from 'node:test';
import {alterConfigsV2, describeConfigsV4, incrementalAlterConfigsV1} from '@platformatic/kafka';
import {answerOf, brokersFor, connectTo} from './connect.ts';

const settingOf = async (t: TestContext) => {
  const brokers = await brokersFor(t, {
    brokers: 2,
    topics: [{name: 'a', partitions: 3, replicationFactor: 2}],
  });
  return {cluster: brokers.cluster, connection: await connectTo(t, brokers)};
};

describe('changing settings', () => {
  type Operation = 0 | 2 | 3;
  const change = async (
    t: TestContext,
    type: 2 | 4,
    resourceName: string,
    name: string,
    configOperation: Operation,
    value: string,
  ) => {
    const {connection, cluster} = await settingOf(t);
    const configs = [{name, configOperation, value}];
    const answer = await answerOf(
      incrementalAlterConfigsV1.api.async(connection, [{resourceType: type, resourceName, configs}], false),
    );
    return {cluster, connection, result: answer.responses[0]};
  };

  const refused: readonly (readonly [2 | 4, string, string, Operation, string, number, string])[] = [
    [2, 'none', 'retention.ms', 0, '5', 3, "The topic 'none' does not exist."],
    [2, 'a', 'nope', 0, '5', 40, 'Unknown topic config name: nope'],
    [
      2,
      'a',
      'retention.ms',
      0,
      'x',
      40,
      "Invalid config value for resource ConfigResource(type=TOPIC, name='a'): Invalid value x for configuration retention.ms: Not a number of type LONG",
    ],
    [2, 'a', 'retention.ms', 2, '5', 40, 'Config value append is not allowed for config key: retention.ms'],
    [
      4,
      '1',
      'zookeeper.connect',
      0,
      'x',
      42,
      'Cannot update these configs dynamically: Set(zookeeper.connect)',
    ],
    [4, '2', 'log.cleaner.threads', 0, '2', 42, 'Unexpected broker id, expected 1, but received 2'],
    [4, 'x', 'log.cleaner.threads', 0, '2', 42, 'Node id must be an integer, but it is: x'],
    [
      4,
      '1',
      'log.cleaner.threads',
      0,
      'x',
      42,
      'Invalid value x for configuration log.cleaner.threads: Not a number of type INT',
    ],
    [
      4,
      '',
      'listeners',
      0,
      'x',
      42,
      'Cannot update these configs at default cluster level, broker id must be specified: Set(listeners)',
    ],
  ];
  for (const [type, resource, name, operation, value, code, message] of refused)
    it(`is refused: ${message}`, async t => {
      const {result} = await change(t, type, resource, name, operation, value);
      assert.deepEqual([result?.errorCode, result?.errorMessage], [code, message]);
    });

  it('appends to a list, and leaves the others as they are', async t => {
    const {cluster, result} = await change(t, 2, 'a', 'cleanup.policy', 2, 'compact');
    assert.equal(result?.errorCode, 0);
    assert.equal(cluster.topics.get('a')?.configs.get('cleanup.policy'), 'delete,compact');
  });

  it('of all brokers reaches the topics that say nothing else, and every value says where it is from', async t => {
    const {cluster, connection, result} = await change(t, 4, '', 'message.max.bytes', 0, '2000');
    assert.equal(result?.errorCode, 0);
    const answer = await describeConfigsV4.api.async(
      connection,
      [{resourceType: 2, resourceName: 'a', configurationKeys: ['max.message.bytes']}],
      true,
      true,
    );
    const config = answer.results[0]?.configs[0];
    assert.deepEqual([config?.value, config?.configSource], ['2000', 3]);
    assert.deepEqual(
      config?.synonyms.map(({name, value, source}) => [name, value, source]),
      [
        ['message.max.bytes', '2000', 3],
        ['message.max.bytes', '1048588', 5],
      ],
    );
    assert.equal(typeof config?.documentation, 'string');
    const topic = cluster.topics.get('a');
    assert.equal(topic && cluster.topicConfig(topic, 'max.message.bytes'), '2000');
  });

  it('by the older request sets the rest back', async t => {
    const {cluster, connection} = await settingOf(t);
    const set = async (name: string, value: string) =>
      alterConfigsV2.api.async(
        connection,
        [{resourceType: 2, resourceName: 'a', configs: [{name, value}]}],
        false,
      );
    await set('retention.ms', '5');
    await set('segment.ms', '6');
    assert.deepEqual([...(cluster.topics.get('a')?.configs ?? [])], [['segment.ms', '6']]);
  });
});
