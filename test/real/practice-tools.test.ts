import assert from 'node:assert/strict';
import {after, before, describe, it} from 'node:test';
import {startBrokers, type TestBrokers} from '../support/brokers.ts';
import {
  type Printed,
  runWith,
  startTools,
  type ToolContainer,
  toolDeadline,
  toolLines,
} from './support/practice-tools.ts';

/*
  Kafka's own command-line tools, of both lines, against practice brokers: programs that nobody here wrote accept them
  as Kafka. Each line has one container on the host's network, in which the tools run one after the other.
*/

for (const toolLine of toolLines) {
  const {line, mode} = toolLine;
  describe(`Kafka's tools of ${line} on practice brokers`, () => {
    let brokers: TestBrokers;
    let tools: ToolContainer;

    /** Runs a tool of Kafka's against the brokers. */
    const tool = (name: string, words: string, input = ''): Promise<Printed> => {
      const bootstrap = ['--bootstrap-server', brokers.bootstrap[0] ?? ''];
      const args = name.endsWith('perf-test') ? [] : bootstrap;
      return runWith(tools.within(name, ...args, ...words.split(' ').filter(word => word !== '')), input);
    };

    const works = async (name: string, words: string, input?: string): Promise<string> => {
      const {text, code} = await tool(name, words, input);
      assert.equal(code, 0, `${name} ${words}: ${text}`);
      return text;
    };

    before(async () => {
      brokers = await startBrokers({brokers: 2, mode});
      tools = await startTools(toolLine);
    });

    after(async () => {
      await brokers.close();
      await tools.remove();
    });

    it('create, describe, alter and refuse topics', async () => {
      await works('kafka-topics', '--create --topic orders --partitions 3 --replication-factor 2');
      const refused = await tool('kafka-topics', '--create --topic x --partitions 1 --replication-factor 3');
      assert.notEqual(refused.code, 0);
      assert.match(
        refused.text,
        /factor: 3 larger than available brokers: 2\.|factor of 3 cannot be reached because only 2 broker/,
      );
      await works('kafka-topics', '--alter --topic orders --partitions 4');
      const described = await works('kafka-topics', '--describe --topic orders');
      assert.match(described, /PartitionCount: 4\s+ReplicationFactor: 2/);
      assert.match(described, /Partition: 1\s+Leader: 2\s+Replicas: 2,1\s+Isr: 2,1/);
    });

    it('change and show settings of topics and brokers', async () => {
      const of = '--entity-type topics --entity-name orders';
      await works('kafka-configs', `--alter ${of} --add-config retention.ms=60000`);
      const described = await works('kafka-configs', `--describe ${of}`);
      assert.match(described, /retention\.ms=60000 sensitive=false synonyms=\{DYNAMIC_TOPIC_CONFIG:/);
      const refused = await tool('kafka-configs', `--alter ${of} --add-config retention.ms=abc`);
      assert.match(
        refused.text,
        /Invalid value abc for configuration retention\.ms: Not a number of type LONG/,
      );
      const broker = '--entity-type brokers --entity-name 1';
      await works('kafka-configs', `--alter ${broker} --add-config log.cleaner.threads=2`);
      assert.match(
        await works('kafka-configs', `--describe ${broker}`),
        /DYNAMIC_BROKER_CONFIG:log\.cleaner\.threads=2, DEFAULT_CONFIG:log\.cleaner\.threads=1/,
      );
      await works('kafka-configs', `--alter ${of} --delete-config retention.ms`);
    });

    it('produce, consume in a group, and say how far it is', async () => {
      const values = Array.from({length: 100}, (_, n) => `value-${n}`);
      const keyed = values.map(value => `key of ${value}:${value}\n`).join('');
      const reader = '--property parse.key=true --property key.separator=:';
      await works('kafka-console-producer', `--topic orders ${reader}`, keyed);
      const consumed = await works(
        'kafka-console-consumer',
        '--topic orders --from-beginning --group readers --max-messages 100 --timeout-ms 30000',
      );
      assert.deepEqual(
        consumed
          .split('\n')
          .filter(text => text.startsWith('value-'))
          .sort(),
        values.sort(),
      );
      const ends = await works('kafka-get-offsets', '--topic orders');
      const total = [...ends.matchAll(/^orders:\d+:(\d+)$/gm)].reduce((sum, [, end]) => sum + Number(end), 0);
      assert.equal(total, 100);
      const described = await works('kafka-consumer-groups', '--describe --group readers');
      const lags = [...described.matchAll(/^readers\s+orders\s+\d+\s+(\d+)\s+(\d+)\s+(\d+)/gm)];
      assert.equal(lags.length, 4, described);
      assert.ok(lags.every(([, committed, end, lag]) => committed === end && lag === '0'));
    });

    it('reset, delete offsets and delete a group', async () => {
      const reset = '--reset-offsets --group readers --topic orders --to-earliest --execute';
      assert.match(await works('kafka-consumer-groups', reset), /readers\s+orders\s+0\s+0/);
      const some = '--delete-offsets --group readers --topic orders:0';
      assert.match(await works('kafka-consumer-groups', some), /orders\s+0\s+Successful/);
      await works('kafka-consumer-groups', '--delete --group readers');
      assert.doesNotMatch(await works('kafka-consumer-groups', '--list'), /readers/);
    });

    it('delete records, and see sizes', async () => {
      const {log} = brokers.cluster.partition('orders', 0) ?? {};
      const offset = log?.end ?? -1;
      await tools.file('/tmp/records.json', {
        partitions: [{topic: 'orders', partition: 0, offset}],
        version: 1,
      });
      const deleted = await works('kafka-delete-records', '--offset-json-file /tmp/records.json');
      assert.match(deleted, new RegExp(`orders-0\\s+low_watermark: ${offset}`));
      const dirs = await works('kafka-log-dirs', '--describe --topic-list orders');
      assert.match(dirs, /"partition":"orders-1","size":[1-9]\d*,"offsetLag":0/);
    });

    it('move a partition, and bring leadership back', async () => {
      await tools.file('/tmp/move.json', {
        version: 1,
        partitions: [{topic: 'orders', partition: 0, replicas: [2]}],
      });
      const move = '--reassignment-json-file /tmp/move.json';
      await works('kafka-reassign-partitions', `--execute ${move}`);
      const until = Date.now() + toolDeadline;
      let verified = '';
      while (!verified.includes('orders-0 is completed') && Date.now() < until)
        verified = await works('kafka-reassign-partitions', `--verify ${move}`);
      assert.match(verified, /Reassignment of partition orders-0 is completed/);
      assert.match(
        await works('kafka-topics', '--describe --topic orders'),
        /Partition: 0\s+Leader: 2\s+Replicas: 2\s+Isr: 2/,
      );
      await brokers.cluster.control.stop(2);
      await brokers.cluster.control.start(2);
      assert.equal(brokers.cluster.partition('orders', 1)?.leader, 1);
      await works('kafka-leader-election', '--election-type preferred --topic orders --partition 1');
      assert.equal(brokers.cluster.partition('orders', 1)?.leader, 2);
    });

    it('ask for versions, measure, and delete a topic', async () => {
      assert.match(await works('kafka-broker-api-versions', ''), /IncrementalAlterConfigs\(44\): \d/);
      const load = '--topic orders --num-records 20000 --record-size 100 --throughput -1';
      const properties = `--producer-props bootstrap.servers=${brokers.bootstrap[0]}`;
      assert.match(await works('kafka-producer-perf-test', `${load} ${properties}`), /20000 records sent/);
      await works('kafka-topics', '--delete --topic orders');
      assert.doesNotMatch(await works('kafka-topics', '--list'), /orders/);
    });
  });
}
