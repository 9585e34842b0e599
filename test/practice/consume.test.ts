import assert from 'node:assert/strict';
import {type TestContext, test} from 'node:test';
import {plaintext} from '../../source/clients/kafka/security.ts';
import {systemClock} from '../../source/clock.ts';
import {type ConsumeOptions, type DemoConsumer, startConsumer} from '../../source/workloads/consume.ts';
import {until} from '../real/support.ts';
import {practiceLab, type TestLab} from '../support/practice-lab.ts';
import {cleanEnvironment, startProgram} from '../support/program.ts';

const topic = 'demo';
const group = 'demo-readers';

interface Demo {
  readonly lab: TestLab;
  start(name: string, options?: Partial<ConsumeOptions>): DemoConsumer;
  write(count: number): Promise<void>;
  /** Client ids of the group's members, as the broker says. */
  members(): Promise<readonly string[]>;
  committed(): Promise<number>;
}

const demo = async (context: TestContext): Promise<Demo> => {
  const started: DemoConsumer[] = [];
  // Before the lab goes, and so before it is started.
  context.after(async () => {
    for (const consumer of started) consumer.stop();
    await Promise.all(started.map(({ended}) => ended));
  });
  const lab = await practiceLab(context);
  await lab.admin.createTopics({topics: [{topic, numPartitions: 3, replicationFactor: 2}]});
  return {
    lab,
    start(name, options = {}) {
      const consumer = startConsumer({
        bootstrap: lab.endpoints.bootstrap,
        security: plaintext,
        clock: systemClock,
        group,
        topics: [topic],
        name,
        rate: null,
        commit: 'record',
        ...options,
      });
      started.push(consumer);
      return consumer;
    },
    async write(count) {
      const producer = lab.kafka.producer();
      await producer.connect();
      const messages = Array.from({length: count}, (_, n) => ({partition: n % 3, value: `${n}`}));
      await producer.send({topic, messages});
      await producer.disconnect();
    },
    async members() {
      const {groups} = await lab.admin.describeGroups([group]);
      return (groups[0]?.members ?? []).map(({clientId}) => clientId).sort();
    },
    async committed() {
      const [found] = await lab.admin.fetchOffsets({groupId: group, topics: [topic]});
      return (found?.partitions ?? []).reduce((sum, {offset}) => sum + Math.max(0, Number(offset)), 0);
    },
  };
};

const partitionsOf = (consumers: readonly DemoConsumer[]): readonly number[] =>
  consumers
    .flatMap(consumer => consumer.progress().assignment.flatMap(({partitions}) => partitions))
    .toSorted();

const shared = (consumers: readonly DemoConsumer[]) =>
  until(
    'they share all three partitions',
    async () => consumers.map(({progress}) => progress()),
    all => partitionsOf(consumers).join() === '0,1,2' && all.every(({assignment}) => assignment.length > 0),
  );

test('members share the partitions, and those of one that stops go to the others at once', async context => {
  const {start, write, members, committed} = await demo(context);
  const consumers = ['consumer-1', 'consumer-2', 'consumer-3'].map(name => start(name));
  await shared(consumers);
  assert.deepEqual(await members(), ['consumer-1', 'consumer-2', 'consumer-3']);
  await write(30);
  await until('all is committed', committed, sum => sum === 30);
  assert.equal(
    consumers.reduce((sum, {progress}) => sum + progress().records, 0),
    30,
  );
  const [first, ...rest] = consumers;
  first?.stop();
  await first?.ended;
  assert.equal(first?.progress().state, 'stopped');
  await until('it has left', members, names => names.join() === 'consumer-2,consumer-3');
  await shared(rest);
});

test('one that is killed stays a member until its session ends', async context => {
  const {start, members} = await demo(context);
  // Long enough to be looked at before it ends.
  const consumers = ['consumer-1', 'consumer-2'].map(name => start(name, {sessionTimeout: 30_000}));
  await shared(consumers);
  const [killed, other] = consumers;
  killed?.kill();
  await killed?.ended;
  assert.equal(killed?.progress().state, 'killed');
  assert.deepEqual(await members(), ['consumer-1', 'consumer-2'], 'it said nothing');
  await until('its session has ended', members, names => names.join() === 'consumer-2');
  assert.ok(other);
  await shared([other]);
});

test('one that stalls stays in the group and reads nothing; then it reads on', async context => {
  const {start, write, members, committed} = await demo(context);
  const consumer = start('consumer-1');
  await shared([consumer]);
  await write(3);
  await until('all is committed', committed, sum => sum === 3);
  consumer.setStalled(true);
  assert.equal(consumer.progress().state, 'stalled');
  await write(3);
  const other = start('consumer-2');
  await until(
    'the other has joined beside it',
    async () => other.progress().assignment.length,
    count => count > 0,
  );
  assert.deepEqual(await members(), ['consumer-1', 'consumer-2']);
  assert.equal(consumer.progress().records, 3);
  consumer.setStalled(false);
  await until('all is committed', committed, sum => sum === 6);
});

test('a rate is kept and can be changed; one that never commits leaves no offset', async context => {
  const {start, write, committed} = await demo(context);
  const consumer = start('consumer-1', {rate: 0.001, commit: 'never'});
  await write(9);
  await shared([consumer]);
  assert.equal(consumer.progress().records, 0);
  consumer.stop();
  await consumer.ended;
  const fast = start('consumer-2', {commit: 'never'});
  await until(
    'it has read all',
    async () => fast.progress().records,
    count => count === 9,
  );
  fast.stop();
  await fast.ended;
  assert.equal(await committed(), 0);
});

test('while no broker is there it waits and says why, and goes on by itself', async context => {
  const {lab, start, write, committed} = await demo(context);
  const consumer = start('consumer-1');
  await shared([consumer]);
  for (const name of ['kafka2', 'kafka1']) await lab.docker.getContainer(name).stop();
  const waiting = await until(
    'it waits',
    async () => consumer.progress(),
    ({state}) => state === 'waiting',
  );
  assert.ok(waiting.trouble);
  for (const name of ['kafka1', 'kafka2']) await lab.docker.getContainer(name).start();
  await shared([consumer]);
  await until(
    'both brokers lead again what they led',
    () => lab.admin.fetchTopicMetadata({topics: [topic]}),
    ({topics}) => topics[0]?.partitions.every(({leader, isr}) => leader > 0 && isr.length === 2) === true,
  );
  await write(3);
  await until('all is committed', committed, sum => sum === 3);
});

test('the command says what its members read, and how much it was in the end', async context => {
  const {lab, write, members} = await demo(context);
  await write(6);
  const program = startProgram(
    [
      ...['consume', topic, '--group', group, '--members', '2', '--commit', 'record', '--json'],
      ...['--bootstrap', lab.endpoints.bootstrap.join(','), '--write'],
    ],
    {env: cleanEnvironment(), deadline: 120_000},
  );
  context.after(() => program.kill('SIGKILL'));
  await until('both are members', members, names => names.join() === 'consumer-1,consumer-2');
  await until(
    'they have said what they read',
    async () => program.err(),
    text => /consumer-1 reads demo/.test(text) && /consumer-2 reads demo/.test(text),
  );
  program.kill('SIGINT');
  const {code} = await program.ended;
  assert.equal(code, 0, program.err());
  const {group: named, members: counts} = JSON.parse(program.out());
  assert.equal(named, group);
  assert.deepEqual(
    counts.map(({name}: {name: string}) => name),
    ['consumer-1', 'consumer-2'],
  );
  await until('both have left', members, names => names.length === 0);
});
