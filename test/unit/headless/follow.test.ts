import assert from 'node:assert/strict';
import {test} from 'node:test';
import {until} from '../../support/engine.ts';
import {command, startSmallLab} from '../../support/small-lab.ts';

const lab = {topics: [{name: 'orders', partitions: 1, replicationFactor: 2, records: {0: 10}}]};

test('events are what changes, one object a line, up to the limit', async context => {
  const {host, brokers} = await startSmallLab(context, lab);
  const {cluster} = brokers;
  const following = command('events', [], {'docker-host': host, json: true, interval: 250, limit: 1});
  // Offsets are asked for when the metadata is there: from then on a new topic is an event.
  await until('the first reading is made', () => cluster.wire.of('ListOffsets').length > 0);
  cluster.createTopic({name: 'payments', partitions: 2});
  const {code, out, err} = await following;
  assert.deepEqual([code, err], [0, '']);
  const {at, ...event} = JSON.parse(out);
  assert.match(at, /^\d{4}-.*Z$/);
  assert.deepEqual(Object.keys(event), ['kind', 'subject', 'from', 'to', 'sentence']);
  assert.deepEqual([event.kind, event.subject], ['topic-created', 'payments']);
});

test('no more events than none are waited for', async context => {
  const {host} = await startSmallLab(context, lab);
  const {code, out} = await command('events', [], {'docker-host': host, json: true, limit: 0});
  assert.deepEqual([code, out], [0, '']);
});

test('events end at their time, and there are none where nothing happens', async context => {
  const {host} = await startSmallLab(context, lab);
  const {code, out} = await command('events', [], {'docker-host': host, json: true, interval: 250, for: 600});
  assert.deepEqual([code, out], [0, '']);
});

test('--watch prints one object a line at each poll, and ends with 0 when the user ends it', async context => {
  const {host, brokers} = await startSmallLab(context, lab);
  const ending = new AbortController();
  let lines = 0;
  const watching = command(
    'topics',
    [],
    {'docker-host': host, json: true, watch: true, interval: 250},
    {
      ending,
      onWrite(text) {
        lines++;
        if (lines === 1) brokers.cluster.append('orders', 0, [{key: 'a', value: 'b'}]);
        if (lines === 100 || (lines >= 4 && text.includes('"messages":11'))) ending.abort();
      },
    },
  );
  const {code, out} = await watching;
  assert.equal(code, 0);
  const messages = out
    .trim()
    .split('\n')
    .map(line => JSON.parse(line).topics[0].messages);
  assert.equal(messages.length, lines);
  assert.deepEqual([messages[0], messages.at(-1)], [10, 11]);
});

test('--watch prints what one poll said: rates are not made of two that follow each other at once', async context => {
  const {host, brokers} = await startSmallLab(context, lab);
  const ending = new AbortController();
  const flags = {'docker-host': host, json: true, watch: true, interval: 600_000};
  const {code} = await command('topics', [], flags, {ending, onWrite: () => ending.abort()});
  const asked = brokers.cluster.wire.of('ListGroups').length;
  assert.deepEqual([code, asked], [0, brokers.cluster.brokers.size]);
});

test('what is told to end while it reads leaves nothing half printed', async context => {
  const {host} = await startSmallLab(context, lab);
  const ending = new AbortController();
  const reading = command('topics', [], {'docker-host': host, json: true, sample: 10_000}, {ending});
  ending.abort();
  const {code, out, err} = await reading;
  assert.deepEqual([code, out, err], [130, '', '']);
});
