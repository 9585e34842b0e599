import assert from 'node:assert/strict';
import {randomUUID} from 'node:crypto';
import {test} from 'node:test';
import {labProject, variantLabel} from '../../../source/clients/docker/lab.ts';
import {inContainer, realLab, run, until} from '../support.ts';

const lab = realLab();

interface KcatMetadata {
  readonly brokers: readonly {readonly id: number; readonly name: string}[];
  readonly topics: readonly {
    readonly topic: string;
    readonly partitions: readonly {
      readonly replicas: readonly unknown[];
      readonly isrs: readonly unknown[];
    }[];
  }[];
}

const metadata = async (bootstrap: string): Promise<KcatMetadata> =>
  JSON.parse(await run(['kcat', '-L', '-J', '-m', '5', '-b', bootstrap]));

interface ConnectorStatus {
  readonly connector: {readonly state: string};
  readonly tasks: readonly {readonly state: string}[];
}

const connectors = async (
  url: string,
): Promise<Readonly<Record<string, {readonly status: ConnectorStatus}>>> => {
  const answer = await fetch(`${url}/connectors?expand=status`, {signal: AbortSignal.timeout(5000)});
  assert.equal(answer.status, 200);
  return JSON.parse(await answer.text());
};

const worker = (name: string): string => {
  const found = lab.workers.find(one => one.name === name);
  assert.ok(found, `the runner names no worker ${name}`);
  return found.url;
};

const sql = async (statement: string): Promise<string> =>
  (await inContainer('postgres', 'psql', '-U', 'postgres', '-AtX', '-c', statement)).trim();

test('both brokers are there, whichever of them is asked', async () => {
  assert.equal(lab.bootstrap.length, 2);
  for (const bootstrap of lab.bootstrap) {
    const {brokers} = await until(
      `${bootstrap} names two brokers`,
      () => metadata(bootstrap),
      answer => answer.brokers.length === 2,
    );
    assert.deepEqual(
      brokers.map(({id, name}) => [id, name]).sort(),
      lab.bootstrap.map((name, index) => [index + 1, name]),
    );
  }
});

/** The topics that the lab makes for itself. */
const isOwn = ({topic}: {readonly topic: string}): boolean =>
  /^(__|pg_connect_|input-file-data$)/.test(topic);

test("every partition of the lab's own topics has two replicas, both in sync", async () => {
  const [bootstrap = ''] = lab.bootstrap;
  const {topics} = await until(
    'the topics of the Connect workers are there and in sync',
    () => metadata(bootstrap),
    answer => {
      const own = answer.topics.filter(isOwn);
      return own.length >= 4 && own.every(({partitions}) => partitions.every(({isrs}) => isrs.length === 2));
    },
  );
  const odd = topics
    .filter(topic => isOwn(topic) && topic.partitions.some(({replicas}) => replicas.length !== 2))
    .map(({topic}) => topic);
  assert.deepEqual(odd, []);
});

test('the containers are those of the variant, with its label, and AKHQ is not installed', async () => {
  const listed = await run([
    'docker',
    ...['ps', '-a', '--filter', `label=com.docker.compose.project=${labProject}`],
    ...['--format', `{{.Names}} {{.Label "${variantLabel}"}} {{.State}}`],
  ]);
  const quorum = lab.variant === 'kraft' ? 'controller' : 'zookeeper';
  assert.deepEqual(
    listed.trim().split('\n').sort(),
    [quorum, 'connect-standalone', 'kafka1', 'kafka2', 'postgres', 'postgres-debezium']
      .sort()
      .map(name => `${name} ${lab.variant} running`),
  );
});

test('no port is open to other machines', async () => {
  const ports = await run([
    ...[
      'docker',
      'ps',
      '--filter',
      `label=com.docker.compose.project=${labProject}`,
      '--format',
      '{{.Ports}}',
    ],
  ]);
  const open = ports
    .split(/[,\n]/)
    .filter(port => port.includes('->') && !port.trim().startsWith('127.0.0.1:'));
  assert.deepEqual(open, []);
});

test("Kafka's own tools are in the broker's container under their own names", async () => {
  const names = [
    'topics',
    'configs',
    'consumer-groups',
    'log-dirs',
    'leader-election',
    'reassign-partitions',
  ];
  const found = await inContainer('kafka1', 'which', ...names.map(name => `kafka-${name}`));
  assert.equal(found.trim().split('\n').length, names.length);
  const listed = await inContainer(
    'kafka1',
    'kafka-topics',
    '--bootstrap-server',
    'localhost:9092',
    '--list',
  );
  assert.ok(listed.split('\n').includes('input-file-data'), listed);
});

test('a line that is added to the input of the file source arrives in the output of the file sink', async () => {
  const url = worker('connect-standalone');
  await until(
    'source and sink are RUNNING with a task each',
    () => connectors(url),
    answer =>
      ['file-source', 'file-sink'].every(name => {
        const status = answer[name]?.status;
        return (
          status?.connector.state === 'RUNNING' && status.tasks.map(task => task.state).join() === 'RUNNING'
        );
      }),
  );
  const line = `line ${randomUUID()}`;
  await inContainer('connect-standalone', 'sh', '-c', `echo '${line}' >> /data/input.txt`);
  await until(
    'the sink has written the line',
    () => inContainer('connect-standalone', 'cat', '/data/output.txt'),
    output => output.split('\n').includes(line),
    // After a kill its group waits for the session of the old task to end: 45 s.
    90_000,
  );
});

test('PostgreSQL decodes its log, and the customers are there', async () => {
  assert.equal(await sql('SHOW wal_level'), 'logical');
  assert.equal(await sql('SELECT count(*) FROM customers'), '3');
});

interface ChangeEvent {
  readonly op: string;
  readonly before: Readonly<Record<string, unknown>> | null;
}

const changeEvents = async (): Promise<readonly ChangeEvent[]> => {
  const topic = 'myserver.public.customers';
  const read = await run([
    'kcat',
    '-C',
    '-q',
    '-e',
    '-b',
    lab.bootstrap.join(),
    '-t',
    topic,
    '-o',
    'beginning',
  ]);
  return read
    .split('\n')
    .filter(line => line.startsWith('{'))
    .map(line => JSON.parse(line));
};

test('the Debezium connector, as it is defined, turns rows and their changes into events', async context => {
  const url = worker('postgres-debezium');
  const definition = new URL('../../../docker/connect/customers.json', import.meta.url);
  // There is no topic before the first event.
  const earlier = (await changeEvents().catch(() => [])).length;
  const read = async (): Promise<readonly ChangeEvent[]> => (await changeEvents()).slice(earlier);

  const put = await run([
    ...[
      'curl',
      '-sS',
      '-o',
      '/dev/null',
      '-w',
      '%{http_code}',
      '-X',
      'PUT',
      '-H',
      'content-type: application/json',
    ],
    ...['--data', `@${definition.pathname}`, `${url}/connectors/customers/config`],
  ]);
  assert.equal(put, '201');
  context.after(async () => {
    // With its offsets, so that the next connector of this name begins with a snapshot again.
    await fetch(`${url}/connectors/customers/stop`, {method: 'PUT'});
    await until(
      'the offsets of the connector are deleted',
      () => fetch(`${url}/connectors/customers/offsets`, {method: 'DELETE'}),
      ({status}) => status === 200,
    );
    await fetch(`${url}/connectors/customers`, {method: 'DELETE'});
    await until(
      'the slot is free',
      () => sql('SELECT count(*) FROM pg_replication_slots WHERE active'),
      count => count === '0',
    );
    await sql("SELECT pg_drop_replication_slot('debezium')");
  });
  const snapshot = await until('the rows that were there are events', read, events => events.length === 3);
  assert.equal(snapshot.map(({op}) => op).join(''), 'rrr');

  const {city} = JSON.parse(await sql('SELECT to_json(customers) FROM customers WHERE id = 1'));
  await sql("UPDATE customers SET city = 'Ribe' WHERE id = 1");
  const change = (await until('the change is an event', read, events => events.length === 4)).at(-1);
  assert.equal(change?.op, 'u');
  assert.equal(change?.before?.city, city);
  await sql(`UPDATE customers SET city = '${city}' WHERE id = 1`);
});
