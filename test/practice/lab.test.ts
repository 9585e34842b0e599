import assert from 'node:assert/strict';
import {existsSync} from 'node:fs';
import {connect} from 'node:net';
import {test} from 'node:test';
import {PortTaken} from '../../source/practice/ports.ts';
import {until} from '../real/support.ts';
import {practiceLab, type TestLab} from '../support/practice-lab.ts';

const stateOf = async ({docker}: TestLab, name: string) => (await docker.getContainer(name).inspect()).State;

const outputOf = async ({docker}: TestLab, name: string): Promise<string> =>
  String(await docker.getContainer(name).logs({stdout: true, stderr: true}));

const brokersOf = async ({admin}: TestLab): Promise<readonly number[]> =>
  (await admin.describeCluster()).brokers.map(({nodeId}) => nodeId).sort();

const leadersOf = async ({admin}: TestLab, topic: string): Promise<readonly (number | undefined)[]> => {
  const {topics} = await admin.fetchTopicMetadata({topics: [topic]});
  return topics[0]?.partitions.map(({leader}) => leader) ?? [];
};

const answers = (port: number): Promise<boolean> =>
  new Promise(resolve => {
    const socket = connect({port, host: '127.0.0.1'});
    socket.once('connect', () => socket.destroy()).once('error', () => resolve(false));
    socket.once('close', failed => resolve(!failed));
  });

const portsOf = ({endpoints: {bootstrap, connect: workers}}: TestLab): readonly number[] =>
  [...bootstrap, ...workers.map(({url}) => url)].map(address => Number(address.split(':').at(-1)));

test('the lab has the containers of the real one, on free ports, and all run', async context => {
  const lab = await practiceLab(context);
  const containers = await lab.docker.listContainers();
  assert.deepEqual(containers.map(({Names, State}) => `${Names[0]} ${State}`).sort(), [
    '/akhq running',
    '/connect-standalone running',
    '/kafka1 running',
    '/kafka2 running',
    '/postgres running',
    '/postgres-debezium running',
    '/zookeeper running',
  ]);
  const images = (await lab.docker.listImages()).flatMap(({RepoTags}) => RepoTags ?? []);
  assert.deepEqual(
    new Set(images),
    new Set(containers.map(({Image}) => (Image.includes(':') ? Image : `${Image}:latest`))),
  );
  assert.deepEqual(await brokersOf(lab), [1, 2]);
  await until(
    'kafka1 is healthy',
    async () => (await stateOf(lab, 'kafka1')).Health?.Status,
    health => health === 'healthy',
  );
});

test('a broker whose container is stopped hands over, leaves, and comes back', async context => {
  const lab = await practiceLab(context);
  const topics = [{topic: 'kept', replicaAssignment: [{partition: 0, replicas: [1, 2]}]}];
  await lab.admin.createTopics({topics});
  await lab.docker.getContainer('kafka1').stop();
  const {Status, ExitCode} = await stateOf(lab, 'kafka1');
  assert.deepEqual({Status, ExitCode}, {Status: 'exited', ExitCode: 143});
  // The client may choose the one that is gone to ask.
  await until(
    'only broker 2 is named',
    () => brokersOf(lab),
    brokers => brokers.join() === '2',
  );
  await until(
    'broker 2 leads',
    () => leadersOf(lab, 'kept'),
    ([leader]) => leader === 2,
  );
  await lab.docker.getContainer('kafka1').start();
  await until(
    'broker 1 is back',
    () => brokersOf(lab),
    brokers => brokers.length === 2,
  );
});

test('a broker that was killed is named until its session ends, and refuses to start before that', async context => {
  // Slower, so that its session is not over before a slow machine has looked.
  const lab = await practiceLab(context, 'quiet', {speed: 3});
  const topics = [{topic: 'kept', replicaAssignment: [{partition: 0, replicas: [2, 1]}]}];
  await lab.admin.createTopics({topics});
  const container = lab.docker.getContainer('kafka2');
  await container.kill();
  assert.equal((await stateOf(lab, 'kafka2')).ExitCode, 137);
  // The client may choose the dead one to ask.
  const named = await until(
    'somebody answers',
    () => brokersOf(lab),
    () => true,
  );
  assert.deepEqual(named, [1, 2]);
  await container.start();
  await until(
    'it has ended again',
    () => stateOf(lab, 'kafka2'),
    ({Status}) => Status === 'exited',
  );
  assert.equal((await stateOf(lab, 'kafka2')).ExitCode, 1);
  assert.match(await outputOf(lab, 'kafka2'), /NodeExists/);
  await until(
    'the other leads',
    () => leadersOf(lab, 'kept'),
    ([leader]) => leader === 1,
  );
  await container.start();
  await until(
    'broker 2 is back',
    async () =>
      (await brokersOf(lab)).length === 2 && (await outputOf(lab, 'kafka2')).includes('id=2] started'),
    isBack => isBack,
  );
});

test('under KRaft a broker that was killed may be started at once, and is back when its last session is over', async context => {
  const lab = await practiceLab(context, 'quiet', {variant: 'kraft'});
  await lab.docker.getContainer('kafka1').kill();
  await lab.docker.getContainer('kafka1').start();
  await until(
    'broker 1 has started again',
    async () => (await outputOf(lab, 'kafka1')).split('nodeId=1] Kafka Server started').length,
    parts => parts === 3,
  );
  assert.equal((await stateOf(lab, 'kafka1')).Status, 'running');
});

test('without ZooKeeper no topic is made, and a broker that is started gives up; both work when it is back', async context => {
  const lab = await practiceLab(context);
  await lab.docker.getContainer('kafka2').stop();
  await lab.docker.getContainer('zookeeper').stop();
  await assert.rejects(lab.admin.createTopics({topics: [{topic: 'late'}], timeout: 200}));
  await lab.docker.getContainer('kafka2').start();
  await until(
    'kafka2 has given up',
    () => stateOf(lab, 'kafka2'),
    ({Status, ExitCode}) => Status === 'exited' && ExitCode === 1,
  );
  assert.match(await outputOf(lab, 'kafka2'), /ZooKeeperClientTimeoutException/);
  await lab.docker.getContainer('zookeeper').start();
  await until(
    'a topic can be made',
    async () => {
      // It may be made by an attempt that was not waited for to its end.
      await lab.admin.createTopics({topics: [{topic: 'late', replicationFactor: 1}]}).catch(() => false);
      return lab.admin.listTopics();
    },
    topics => topics.includes('late'),
  );
});

test('in the default scene one group keeps up, one falls behind and one has stopped', async context => {
  const lab = await practiceLab(context, 'default');
  const lagOf = async (group: string, topic: string): Promise<number> => {
    const [ends, [offsets]] = await Promise.all([
      lab.admin.fetchTopicOffsets(topic),
      lab.admin.fetchOffsets({groupId: group, topics: [topic]}),
    ]);
    return ends.reduce((lag, {partition, high}) => {
      const committed = offsets?.partitions.find(one => one.partition === partition)?.offset ?? '0';
      return lag + Number(high) - Math.max(0, Number(committed));
    }, 0);
  };
  const stateOfGroup = async (group: string) => (await lab.admin.describeGroups([group])).groups[0];
  await until(
    'reports has stopped behind its topic',
    async () =>
      (await stateOfGroup('reports'))?.state === 'Empty' && (await lagOf('reports', 'payments')) > 5,
    hasStopped => hasStopped,
  );
  await until(
    'shipping is far behind',
    () => lagOf('shipping', 'orders'),
    lag => lag > 60,
  );
  await until(
    'billing keeps up',
    async () => ({
      isAhead: (await lagOf('billing', 'orders')) < (await lagOf('shipping', 'orders')),
      state: (await stateOfGroup('billing'))?.state,
    }),
    ({isAhead, state}) => isAhead && state === 'Stable',
  );
});

test('two labs live side by side, and nothing is left of one that is closed', async context => {
  const [one, other] = [await practiceLab(context), await practiceLab(context)];
  await one.admin.createTopics({topics: [{topic: 'only-here', replicationFactor: 1}]});
  assert.ok(!(await other.admin.listTopics()).includes('only-here'));
  const ports = portsOf(one);
  assert.equal(await answers(ports[0] ?? 0), true);
  await one.close();
  assert.deepEqual(await Promise.all(ports.map(answers)), [false, false, false, false]);
  assert.equal(existsSync(one.folder), false);
  assert.equal(await answers(portsOf(other)[0] ?? 0), true);
});

test('the ports of the course sheet are had, or the one that is taken is named', async context => {
  const first = await practiceLab(context, 'quiet', {ports: 'sheet'}).catch(error => error);
  const taken = /Port \d+, which \S+ needs, is taken/;
  if (first instanceof Error) {
    assert.ok(first instanceof PortTaken, String(first));
    // Whoever had it may have given it back by now.
    assert.match(first.message, taken);
    return;
  }
  assert.deepEqual(portsOf(first), [29092, 39092, 9090, 8083]);
  await assert.rejects(practiceLab(context, 'quiet', {ports: 'sheet'}), taken);
});
