import assert from 'node:assert/strict';
import {writeFile} from 'node:fs/promises';
import path from 'node:path';
import {type TestContext, test} from 'node:test';
import {type LabService, labFiles, readServices} from '../../../../source/clients/compose/files.ts';
import {temporaryFolder} from '../../../support/engine.ts';

const read = async (context: TestContext, compose: string, settings = ''): Promise<readonly LabService[]> => {
  const folder = await temporaryFolder(context);
  const files = {compose: path.join(folder, 'compose.yaml'), environment: path.join(folder, '.env')};
  await writeFile(files.compose, compose);
  await writeFile(files.environment, settings);
  return readServices(files);
};

const flow = `
x-broker: &broker
  image: \${KAFKA_IMAGE:-confluentinc/cp-kafka:7.9.2}
  depends_on: { zookeeper: { condition: service_healthy } }
services:
  zookeeper:
    image: confluentinc/cp-zookeeper:7.9.2
    container_name: zookeeper
    ports: ["\${LAB_BIND:-127.0.0.1}:2181:2181"]
  kafka1:
    <<: *broker
    container_name: kafka1
    ports: ["29092:29092", "9999:9999/tcp"]
    environment: { KAFKA_BROKER_ID: "1" }
  # kafka2: not yet
  akhq:
    image: "tchiotludo/akhq:0.25.1" # the only one with a health check of its own
    profiles: ["ui"]
    depends_on: [kafka1]
volumes:
  zk-kafka1: {}
`;

const block = `
x-broker: &broker
  image: \${KAFKA_IMAGE:-confluentinc/cp-kafka:7.9.2}
  depends_on:
    zookeeper:
      condition: service_healthy
services:
  zookeeper:
    image: confluentinc/cp-zookeeper:7.9.2
    container_name: zookeeper
    ports:
      - "\${LAB_BIND:-127.0.0.1}:2181:2181"

  kafka1:
    <<: *broker
    container_name: kafka1
    ports:
      - 29092:29092
      - "9999:9999/tcp"
    environment:
      KAFKA_BROKER_ID: "1"
  akhq:
    image: "tchiotludo/akhq:0.25.1" # the only one with a health check of its own
    profiles:
      - ui
    depends_on:
      - kafka1
volumes:
  zk-kafka1: {}
`;

const expected = [
  {
    name: 'zookeeper',
    container: 'zookeeper',
    image: 'confluentinc/cp-zookeeper:7.9.2',
    hostPorts: [2181],
    isOptional: false,
    profiles: [],
    dependsOn: [],
  },
  {
    name: 'kafka1',
    container: 'kafka1',
    image: 'confluentinc/cp-kafka:7.9.2',
    hostPorts: [29092, 9999],
    isOptional: false,
    profiles: [],
    dependsOn: [{container: 'zookeeper', condition: 'healthy'}],
  },
  {
    name: 'akhq',
    container: 'akhq',
    image: 'tchiotludo/akhq:0.25.1',
    hostPorts: [],
    isOptional: true,
    profiles: ['ui'],
    dependsOn: [{container: 'kafka1', condition: 'started'}],
  },
];

test('knows services, containers, images and ports before compose runs, however the file is written', async context => {
  assert.deepEqual(await read(context, flow), expected);
  assert.deepEqual(await read(context, block), expected);
});

test('the env file chooses the images', async context => {
  const services = await read(context, flow, '# images\nKAFKA_IMAGE="kafka-lab-offline/kafka:3.9"\n');
  assert.equal(services[1]?.image, 'kafka-lab-offline/kafka:3.9');
});

test('the lab’s files are found from where the program lies', () => {
  const root = path.resolve(import.meta.dirname, '../../../..');
  assert.equal(labFiles('zookeeper', false, root).compose, path.join(root, 'docker', 'compose.yaml'));
  const offline = labFiles('kraft', true, root);
  assert.equal(offline.compose, path.join(root, 'docker', 'compose.kraft.yaml'));
  assert.equal(offline.environment, path.join(root, 'docker', 'offline', '.env'));
});

test('the lab’s own files are read: AKHQ belongs to it unless the env file leaves it out', () => {
  const root = path.resolve(import.meta.dirname, '../../../..');
  for (const variant of ['zookeeper', 'kraft'] as const) {
    const published = readServices(labFiles(variant, false, root)).filter(service => !service.isOptional);
    const first = variant === 'kraft' ? 'controller' : 'zookeeper';
    assert.deepEqual(
      published.map(service => service.container).sort(),
      [first, 'kafka1', 'kafka2', 'akhq', 'postgres', 'postgres-debezium', 'connect-standalone'].sort(),
    );
    const ports = published.flatMap(service => service.hostPorts).sort((a, b) => a - b);
    const sheet = [5433, 8080, 8083, 9090, 29_092, 39_092];
    assert.deepEqual(ports, variant === 'kraft' ? sheet : [2181, ...sheet]);
    const offline = readServices(labFiles(variant, true, root)).filter(service => !service.isOptional);
    assert.ok(!offline.some(service => service.name === 'akhq'));
    assert.deepEqual(
      offline.filter(service => !service.image.startsWith('kafka-lab-offline/')),
      [],
    );
  }
});
