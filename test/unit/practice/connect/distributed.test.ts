import assert from 'node:assert/strict';
import {appendFile, writeFile} from 'node:fs/promises';
import {describe, it} from 'node:test';
import {Kafka, logLevel} from 'kafkajs';
import {ask, linesIn, makeLab, sink, source, until, untilStates} from './lab.ts';

describe('the distributed worker of the lab', () => {
  it('makes its three topics, compacted and with two replicas', async t => {
    const lab = await makeLab(t, {mode: 'distributed'});
    await lab.start();
    const {topics} = lab.brokers.cluster;
    assert.deepEqual(
      ['configs', 'offsets', 'statuses'].map(name => {
        const topic = topics.get(`pg_connect_${name}`);
        return [topic?.partitions.length, topic?.partitions[0]?.replicas.length];
      }),
      [
        [1, 2],
        [25, 2],
        [5, 2],
      ],
    );
  });

  it('knows its connectors again after a restart, what state they were to be in, and where they were', async t => {
    const lab = await makeLab(t, {mode: 'distributed'});
    await lab.start();
    await writeFile(lab.file('/data/in.txt'), '1\n');
    await ask(lab, 'POST /connectors', source('in', {file: '/data/in.txt', topic: 'lines'}));
    await ask(lab, 'POST /connectors', sink('out', {file: '/data/out.txt', topics: 'lines'}));
    await ask(lab, 'POST /connectors', source('rests', {file: '/data/rests.txt', topic: 'rests'}));
    await ask(lab, 'POST /connectors', source('gone', {file: '/data/gone.txt', topic: 'gone'}));
    await until('the first', async () => (await linesIn(lab.file('/data/out.txt'))).length === 1);
    await ask(lab, 'PUT /connectors/rests/stop');
    await ask(lab, 'DELETE /connectors/gone');
    await lab.worker.stop();
    await appendFile(lab.file('/data/in.txt'), '2\n');
    await lab.start();
    assert.deepEqual((await ask(lab, 'GET /connectors')).body, ['in', 'out', 'rests']);
    await untilStates(lab, 'rests', 'STOPPED');
    await untilStates(lab, 'in', 'RUNNING RUNNING');
    assert.deepEqual((await ask(lab, 'GET /connectors/in/topics')).body, {in: {topics: ['lines']}});
    await until('the second', async () => (await linesIn(lab.file('/data/out.txt'))).length === 2);
    assert.deepEqual(await linesIn(lab.file('/data/out.txt')), ['1', '2']);
  });

  it('is the member of its group while it runs, and leaves it when it is stopped', async t => {
    const lab = await makeLab(t, {mode: 'distributed'});
    await lab.start();
    const admin = new Kafka({brokers: [...lab.brokers.bootstrap], logLevel: logLevel.NOTHING}).admin();
    t.after(() => admin.disconnect());
    await admin.connect();
    const state = async (): Promise<string> => {
      const {groups} = await admin.describeGroups(['pg']);
      return groups.map(group => `${group.protocolType} ${group.state} ${group.members.length}`).join();
    };
    await until('it is a member', async () => (await state()) === 'connect Stable 1');
    await lab.worker.stop();
    assert.match(await state(), /(Empty|Dead) 0$/);
  });

  it('says why it cannot make its topics, and ends', async t => {
    const lab = await makeLab(t, {mode: 'distributed', brokers: {brokers: 1}, speed: 200});
    await lab.start();
    assert.deepEqual(lab.exits, [1]);
    assert.ok(lab.lines.some(line => /WARN .*pg_connect_offsets.*[Rr]eplication factor/.test(line)));
    assert.ok(lab.lines.some(line => line.includes('Uncaught exception in herder work thread, exiting: ')));
    assert.ok(
      lab.lines.includes(
        'org.apache.kafka.common.errors.TimeoutException: Timeout expired while trying to create topic(s)',
      ),
    );
    assert.equal(lab.worker.url, null);
  });
});
