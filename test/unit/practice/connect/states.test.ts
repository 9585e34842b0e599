import assert from 'node:assert/strict';
import {appendFile, mkdir, writeFile} from 'node:fs/promises';
import {describe, it} from 'node:test';
import {createConnectClient} from '../../../../source/clients/connect/client.ts';
import {systemClock} from '../../../../source/clock.ts';
import {fileSink} from '../../../../source/practice/connect/connectors/file-sink.ts';
import {ask, linesIn, makeLab, sink, source, statusOf, until, untilStates} from './lab.ts';

const pipeline = [
  source('in', {file: '/data/in.txt', topic: 'lines'}),
  sink('out', {file: '/data/out.txt', topics: 'lines'}),
];

describe("a connector's states", () => {
  it('rests while it is paused, and reads on when it is resumed', async t => {
    // The others show when these would have been done.
    const others = [
      source('other-in', {file: '/data/in.txt', topic: 'others'}),
      sink('other-out', {file: '/data/other.txt', topics: 'lines'}),
    ];
    const lab = await makeLab(t, {connectors: [...pipeline, ...others]});
    const end = (topic: string): number => lab.brokers.cluster.topics.get(topic)?.partitions[0]?.log.end ?? 0;
    const written = async (file: string): Promise<number> => (await linesIn(lab.file(file))).length;
    await lab.start();
    await writeFile(lab.file('/data/in.txt'), '1\n');
    await until(
      'the first',
      async () => (await written('/data/out.txt')) + (await written('/data/other.txt')) === 2,
    );
    for (const name of ['in', 'out']) {
      assert.equal((await ask(lab, `PUT /connectors/${name}/pause`)).status, 202);
      await untilStates(lab, name, 'PAUSED PAUSED');
    }
    await appendFile(lab.file('/data/in.txt'), '2\n');
    await until('the other reads it', () => end('others') === 2);
    assert.equal(end('lines'), 1);
    await ask(lab, 'PUT /connectors/in/resume');
    await until('it is read', () => end('lines') === 2);
    await until('the other writes it', async () => (await written('/data/other.txt')) === 2);
    assert.equal(await written('/data/out.txt'), 1);
    await ask(lab, 'PUT /connectors/out/resume');
    await untilStates(lab, 'out', 'RUNNING RUNNING');
    await until('it is written', async () => (await written('/data/out.txt')) === 2);
  });

  it('has no tasks while it is stopped, and offsets that can be set then', async t => {
    const lab = await makeLab(t, {connectors: pipeline});
    await lab.start();
    await writeFile(lab.file('/data/in.txt'), '1\n2\n');
    await until('both', async () => (await linesIn(lab.file('/data/out.txt'))).length === 2);
    for (const name of ['in', 'out']) {
      assert.equal((await ask(lab, `PUT /connectors/${name}/stop`)).status, 204);
      await untilStates(lab, name, 'STOPPED');
    }
    const inPlace = {filename: '/data/in.txt'};
    assert.deepEqual((await ask(lab, 'GET /connectors/in/offsets')).body, {
      offsets: [{partition: inPlace, offset: {position: 4}}],
    });
    const outPlace = {kafka_partition: 0, kafka_topic: 'lines'};
    assert.deepEqual((await ask(lab, 'GET /connectors/out/offsets')).body, {
      offsets: [{partition: outPlace, offset: {kafka_offset: 2}}],
    });
    const altered = {message: 'The offsets for this connector have been altered successfully'};
    const back = await ask(lab, 'PATCH /connectors/out/offsets', {
      offsets: [{partition: outPlace, offset: {kafka_offset: 1}}],
    });
    assert.deepEqual(back.body, altered);
    await ask(lab, 'PATCH /connectors/in/offsets', {offsets: [{partition: inPlace, offset: {position: 2}}]});
    for (const name of ['in', 'out']) await ask(lab, `PUT /connectors/${name}/resume`);
    await until(
      'the second, twice more',
      async () => (await linesIn(lab.file('/data/out.txt'))).length === 4,
    );
    assert.deepEqual(await linesIn(lab.file('/data/out.txt')), ['1', '2', '2', '2']);
    await ask(lab, 'PUT /connectors/out/stop');
    const client = createConnectClient({address: {name: 'x', url: lab.worker.url ?? ''}, clock: systemClock});
    assert.equal(
      await client.resetOffsets('out'),
      'The offsets for this connector have been reset successfully',
    );
    assert.deepEqual((await ask(lab, 'GET /connectors/out/offsets')).body, {offsets: []});
  });

  it('fails with the trace of Java, and is restarted', async t => {
    const lab = await makeLab(t, {connectors: [sink('out', {file: '/none/out.txt', topics: 'lines'})]});
    await lab.start();
    await untilStates(lab, 'out', 'RUNNING FAILED');
    const {tasks} = await statusOf(lab, 'out');
    const trace = tasks[0]?.trace?.split('\n') ?? [];
    assert.equal(
      trace[0],
      "org.apache.kafka.connect.errors.ConnectException: Couldn't find or create file '/none/out.txt' for FileStreamSinkTask",
    );
    assert.equal(
      trace[1],
      '\tat org.apache.kafka.connect.file.FileStreamSinkTask.start(FileStreamSinkTask.java:74)',
    );
    assert.ok(trace.includes('Caused by: java.nio.file.NoSuchFileException: /none/out.txt'));
    assert.equal(trace.at(-2), '\t... 10 more');
    await mkdir(lab.file('/none'));
    assert.equal((await ask(lab, 'POST /connectors/out/tasks/0/restart')).status, 204);
    await untilStates(lab, 'out', 'RUNNING RUNNING');
  });

  it('restarts what has failed, and only that, when it is asked to', async t => {
    const lab = await makeLab(t, {connectors: [sink('out', {file: '/none/out.txt', topics: 'lines'})]});
    await lab.start();
    await untilStates(lab, 'out', 'RUNNING FAILED');
    await mkdir(lab.file('/none'));
    const {status, body} = await ask(lab, 'POST /connectors/out/restart?includeTasks=true&onlyFailed=true');
    assert.equal(status, 202);
    assert.match(
      JSON.stringify(body),
      /"connector":\{"state":"RUNNING".*"tasks":\[\{"id":0,"state":"RESTARTING"/,
    );
    await untilStates(lab, 'out', 'RUNNING RUNNING');
  });

  it('fails for a topic that Kafka refuses', async t => {
    const lab = await makeLab(t, {connectors: [source('in', {file: '/data/in.txt', topic: 'no good'})]});
    await lab.start();
    await writeFile(lab.file('/data/in.txt'), '1\n');
    await untilStates(lab, 'in', 'RUNNING FAILED');
    assert.match(
      (await statusOf(lab, 'in')).tasks[0]?.trace ?? '',
      /Unrecoverable exception from producer send callback\n(.|\n)*Caused by: org.apache.kafka.common.errors.InvalidTopicException: Invalid topics: \[no good\]/,
    );
  });

  it('fails for a line that is longer than a record may be, and keeps its place before it', async t => {
    const lab = await makeLab(t, {connectors: [source('in', {file: '/data/in.txt', topic: 'lines'})]});
    await lab.start();
    await writeFile(lab.file('/data/in.txt'), `1\n${'x'.repeat(1_100_000)}\n`);
    await untilStates(lab, 'in', 'RUNNING FAILED');
    assert.match(
      (await statusOf(lab, 'in')).tasks[0]?.trace ?? '',
      /RecordTooLargeException: The message is 1100088 bytes when serialized which is larger than 1048576/,
    );
    assert.deepEqual((await ask(lab, 'GET /connectors/in/offsets')).body, {
      offsets: [{partition: {filename: '/data/in.txt'}, offset: {position: 2}}],
    });
  });
});

describe('a full disk', {skip: process.platform !== 'linux'}, () => {
  it('fails the sink, and is no loss', async () => {
    const task = await fileSink.open({
      config: {file: '/full'},
      files: () => '/dev/full',
      write: act => act(),
      wait: async () => {},
      hosts: {},
      slots: new Set(),
      signal: new AbortController().signal,
      now: () => 0,
      warn: () => {},
      info: () => {},
    });
    const record = {topic: 't', partition: 0, offset: 0, key: null, value: 'x'};
    await assert.rejects(task.put([record]), /Exiting WorkerSinkTask due to unrecoverable exception/);
    await task.close();
  });
});
