import assert from 'node:assert/strict';
import {test} from 'node:test';
import {roleOf} from '../../../../source/clients/docker/role.ts';

const lab = {kind: 'lab', project: 'kafka-lab'} as const;
const byHand = {kind: 'lab', project: null} as const;
const facts = (name: string, project: string | null, image = 'x', command = 'run') => ({
  name,
  project,
  image,
  command,
});

test('all of the lab’s compose project is the lab, whatever the names', () => {
  assert.equal(roleOf(facts('anything', 'kafka-lab'), lab), 'lab');
  assert.equal(roleOf(facts('kafka1', 'other'), lab), 'other');
  assert.equal(roleOf(facts('kafka1', null), lab), 'other');
});

test('without a project the lab is the unlabelled containers with its names', () => {
  assert.equal(roleOf(facts('kafka1', null), byHand), 'lab');
  assert.equal(roleOf(facts('kafka1', 'other'), byHand), 'other');
  assert.equal(roleOf(facts('web', null), byHand), 'other');
});

test('the course’s throw-away tools are CLI sessions', () => {
  const tools = [
    ['confluentinc/cp-kafka:7.8.0', '/bin/kafka-topics --bootstrap-server localhost:29092 --list'],
    ['apache/kafka:4.0.0', '/opt/kafka/bin/kafka-console-consumer.sh --topic t'],
    ['confluentinc/cp-kafka', 'bash -c "kafka-topics --list"'],
    ['edenhill/kcat:1.7.1', 'kcat -b localhost:29092 -L'],
  ];
  for (const [image = '', command = ''] of tools)
    assert.equal(roleOf(facts('priceless_pike', null, image, command), lab), 'cli-session', command);
});

test('a broker started by hand is no CLI session', () => {
  for (const command of [
    '/etc/confluent/docker/run',
    '/opt/kafka/bin/kafka-server-start.sh server.properties',
  ])
    assert.equal(roleOf(facts('mine', null, 'confluentinc/cp-kafka:7.8.0', command), lab), 'other', command);
  assert.equal(roleOf(facts('mine', null, 'nginx', 'kafka-topics'), lab), 'other');
});
