import type {Metadata, PartitionMetadata} from '../../source/model/cluster.ts';
import type {Connector, ConnectWorker} from '../../source/model/connector.ts';
import type {Container} from '../../source/model/container.ts';
import {coordinatorPartition} from '../../source/model/coordinator.ts';
import type {GroupReading} from '../../source/model/group.ts';
import type {PostgresReading, ReplicationSlot} from '../../source/model/postgres.ts';
import {unknown} from '../../source/model/reading.ts';
import type {Target} from '../../source/model/target.ts';

/** The parts of the course's lab as they are read when all is well: what seeded worlds are made of. */

export type Mode = 'zookeeper' | 'kraft';

/** Noon of some day: the moment at which a seeded lab is first looked at. */
export const noon = Date.UTC(2026, 4, 4, 12, 0, 0);
/** Milliseconds between two readings. */
export const every = 2000;

export const ports: Readonly<Record<number, number>> = {1: 29092, 2: 39092};

export const labTarget = (mode: Mode): Target => ({
  kind: 'lab',
  name: 'kafka-lab',
  why: 'the containers of compose project kafka-lab on unix:///var/run/docker.sock',
  bootstrap: ['localhost:29092', 'localhost:39092'],
  dockerHost: 'unix:///var/run/docker.sock',
  project: 'kafka-lab',
  variant: mode,
  connect: [
    {name: 'postgres-debezium', url: 'http://localhost:9090'},
    {name: 'connect-standalone', url: 'http://localhost:8083'},
  ],
  postgres: {
    host: 'localhost',
    port: 5433,
    user: 'postgres',
    password: 'postgres',
    database: 'postgres',
    tls: 'off',
  },
  isReadOnly: false,
});

/** A named cluster of which no engine is looked at. */
export const clusterTarget: Target = {
  kind: 'cluster',
  name: 'localhost:29092',
  why: '--bootstrap',
  bootstrap: ['localhost:29092', 'localhost:39092'],
  dockerHost: null,
  project: null,
  variant: null,
  connect: [],
  isReadOnly: true,
};

export const partition = (
  id: number,
  replicas: readonly number[],
  changes: Partial<PartitionMetadata> = {},
): PartitionMetadata => ({
  id,
  leader: replicas[0] ?? null,
  leaderEpoch: 0,
  replicas,
  isr: replicas,
  offline: [],
  ...changes,
});

/** Partitions whose preferred leaders take turns. */
export const spread = (count: number, replicas: readonly number[] = [1, 2]): readonly PartitionMetadata[] =>
  Array.from({length: count}, (_, id) =>
    partition(
      id,
      replicas.map((_replica, index) => replicas[(id + index) % replicas.length] ?? 0),
    ),
  );

export const labMetadata = (mode: Mode): Metadata => ({
  clusterId: 'm9sTbBRiQF2P1lAbCdEfGh',
  controllerId: 1,
  brokers: [1, 2].map(id => ({id, host: 'localhost', port: ports[id] ?? 0, rack: null})),
  topics: [
    {name: '__consumer_offsets', isInternal: true, partitions: spread(50)},
    {name: 'lonely', isInternal: false, partitions: [partition(0, [2])]},
    {name: 'orders', isInternal: false, partitions: spread(3)},
    {name: 'payments', isInternal: false, partitions: spread(2)},
  ],
  answeredBy: mode === 'kraft' ? 2 : 1,
});

/** `min.insync.replicas` by topic. */
export const minInsync: Readonly<Record<string, string>> = {
  __consumer_offsets: '1',
  lonely: '1',
  orders: '1',
  payments: '2',
};

/** The leader of its coordinator partition, when all is well. */
export const coordinatorOf = (group: string): number => (coordinatorPartition(group, 50) % 2) + 1;

export const consumerGroup = (
  id: string,
  topic: string,
  partitions: readonly number[],
  changes: Partial<GroupReading> = {},
): GroupReading => ({
  id,
  type: 'classic',
  state: 'Stable',
  protocolType: 'consumer',
  coordinator: coordinatorOf(id),
  members: [
    {
      id: `${id}-member-1`,
      clientId: id,
      host: '/172.18.0.1',
      assignment: [{topic, partitions}],
    },
  ],
  committed: partitions.map(each => ({topic, partition: each, offset: 0})),
  ...changes,
});

export const container = (name: string, changes: Partial<Container> = {}): Container => ({
  id: `${name}-id`,
  name,
  service: name,
  project: 'kafka-lab',
  image: `example/${name}:1`,
  command: '/start',
  state: 'running',
  health: 'healthy',
  failingStreak: 0,
  probes: [],
  exitCode: null,
  isOutOfMemory: false,
  restarts: 0,
  createdAt: noon - 3 * 3_600_000,
  startedAt: noon - 3 * 3_600_000,
  finishedAt: null,
  ports: [],
  environment: [],
  mounts: [],
  networks: ['kafka-lab_default'],
  role: 'lab',
  nodeId: null,
  nodeRole: null,
  lastLog: unknown('not-read', 'The log is read when the container ends with an error.'),
  ...changes,
});

const broker = (id: number): Container =>
  container(`kafka${id}`, {
    nodeId: id,
    nodeRole: 'broker',
    ports: [{host: ports[id] ?? 0, container: ports[id] ?? 0, protocol: 'tcp'}],
  });

export const labContainers = (mode: Mode): readonly Container[] => [
  container('connect-standalone', {ports: [{host: 8083, container: 8083, protocol: 'tcp'}]}),
  mode === 'kraft' ? container('controller', {nodeId: 1000, nodeRole: 'controller'}) : container('zookeeper'),
  broker(1),
  broker(2),
  container('postgres', {ports: [{host: 5433, container: 5432, protocol: 'tcp'}]}),
  container('postgres-debezium', {ports: [{host: 9090, container: 8083, protocol: 'tcp'}]}),
];

export const connector = (name: string, worker: string, changes: Partial<Connector> = {}): Connector => ({
  worker,
  name,
  type: 'source',
  state: 'RUNNING',
  health: 'running',
  trace: null,
  tasks: [{id: 0, state: 'RUNNING', worker: '172.18.0.7:8083', trace: null}],
  topics: ['customers'],
  config: {},
  offsets: [],
  ...changes,
});

const plugins: ConnectWorker['plugins'] = [
  {className: 'org.apache.kafka.connect.file.FileStreamSourceConnector', type: 'source', version: '3.9.2'},
  {className: 'org.apache.kafka.connect.file.FileStreamSinkConnector', type: 'sink', version: '3.9.2'},
];

export const labWorkers: readonly ConnectWorker[] = [
  {
    name: 'postgres-debezium',
    url: 'http://localhost:9090',
    version: '3.9.2',
    commit: '5e9866f43ab8e7e4',
    plugins,
    clusterId: 'm9sTbBRiQF2P1lAbCdEfGh',
    connectors: [
      connector('customers', 'postgres-debezium', {
        topics: ['orders'],
        config: {'connector.class': 'io.debezium.connector.postgresql.PostgresConnector'},
      }),
    ],
  },
  {
    name: 'connect-standalone',
    url: 'http://localhost:8083',
    version: '3.9.2',
    commit: '5e9866f43ab8e7e4',
    plugins,
    clusterId: 'm9sTbBRiQF2P1lAbCdEfGh',
    connectors: [connector('local-file-source', 'connect-standalone')],
  },
];

/** A slot that its reader keeps up with. */
export const slot = (name: string, changes: Partial<ReplicationSlot> = {}): ReplicationSlot => ({
  name,
  plugin: 'pgoutput',
  database: 'postgres',
  isActive: true,
  restartLsn: '0/1A2B3C8',
  confirmedLsn: '0/1A2B400',
  heldBytes: 1080,
  lagBytes: 0,
  walStatus: 'reserved',
  ...changes,
});

export const labPostgres: PostgresReading = {
  version: '15.8',
  position: '0/1A2B400',
  walLevel: 'logical',
  slots: [slot('debezium')],
};
