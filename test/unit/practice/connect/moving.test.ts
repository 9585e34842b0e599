import assert from 'node:assert/strict';
import {appendFile, writeFile} from 'node:fs/promises';
import {describe, it} from 'node:test';
import {createConnectClient} from '../../../../source/clients/connect/client.ts';
import {systemClock} from '../../../../source/clock.ts';
import {firstInput, standaloneConnectors} from '../../../../source/practice/connect/lab-connectors.ts';
import {readWorker} from '../../../../source/queries/connectors.ts';
import {ask, linesIn, makeLab, sink, source, until, untilStates} from './lab.ts';

const first = firstInput.trimEnd().split('\n');

describe('the standalone worker of the lab', () => {
  it('moves each line of its input to a topic, and from there to its output', async t => {
    const lab = await makeLab(t, {connectors: standaloneConnectors});
    await lab.start();
    await until('the first lines', async () => (await linesIn(lab.file('/data/output.txt'))).length === 3);
    await appendFile(lab.file('/data/input.txt'), 'fourth\r\nhalf a li');
    await until('the line', async () => (await linesIn(lab.file('/data/output.txt'))).length === 4);
    await appendFile(lab.file('/data/input.txt'), 'ne\n');
    await until('its end', async () => (await linesIn(lab.file('/data/output.txt'))).length === 5);
    assert.deepEqual(await linesIn(lab.file('/data/output.txt')), [...first, 'fourth', 'half a line']);
  });

  it('is read by the monitor as a real one is', async t => {
    const lab = await makeLab(t, {connectors: standaloneConnectors});
    await lab.start();
    const client = createConnectClient({
      address: {name: 'connect-standalone', url: lab.worker.url ?? ''},
      clock: systemClock,
    });
    await until('both have committed', async () => {
      const {worker} = await readWorker(client);
      return (
        worker.connectors.length === 2 &&
        worker.connectors.every(({offsets}) => Array.isArray(offsets) && offsets.length > 0)
      );
    });
    const {worker, missing} = await readWorker(client);
    assert.deepEqual(missing, []);
    assert.deepEqual([worker.version, worker.clusterId], ['3.9.2', lab.brokers.cluster.options.clusterId]);
    assert.deepEqual(
      worker.connectors.map(({name, type, health, topics, tasks}) => [
        name,
        type,
        health,
        topics,
        tasks.length,
      ]),
      [
        ['file-sink', 'sink', 'running', ['input-file-data'], 1],
        ['file-source', 'source', 'running', ['input-file-data'], 1],
      ],
    );
  });

  it('goes on where it was after a stop', async t => {
    const lab = await makeLab(t, {connectors: standaloneConnectors});
    await lab.start();
    await until('the first lines', async () => (await linesIn(lab.file('/data/output.txt'))).length === 3);
    assert.equal(await lab.worker.stop(), 143);
    await appendFile(lab.file('/data/input.txt'), 'while it was away\n');
    await lab.start();
    await until('the line', async () => (await linesIn(lab.file('/data/output.txt'))).length === 4);
    assert.deepEqual(await linesIn(lab.file('/data/output.txt')), [...first, 'while it was away']);
    assert.deepEqual(lab.exits, []);
  });

  it('says again after a kill, at most, what it had not committed', async t => {
    const lab = await makeLab(t, {connectors: [source('in', {file: '/data/input.txt', topic: 'lines'})]});
    const end = (): number => lab.brokers.cluster.topics.get('lines')?.partitions[0]?.log.end ?? 0;
    await lab.start();
    await until('the first lines', () => end() === 3);
    await until('the commit', () => lab.lines.some(line => line.includes('Committing offsets for 3')));
    await lab.worker.kill();
    assert.equal(lab.worker.url, null);
    await appendFile(lab.file('/data/input.txt'), 'after the kill\n');
    await lab.start();
    await until('the line', () => end() === 4);
  });

  it('waits for a file that is not there yet', async t => {
    const lab = await makeLab(t, {connectors: [source('late', {file: '/tmp/late.txt', topic: 'late'})]});
    await lab.start();
    await untilStates(lab, 'late', 'RUNNING RUNNING');
    await until('it says so', () =>
      lab.lines.some(line => line.includes("Couldn't find file /tmp/late.txt")),
    );
    await writeFile(lab.file('/tmp/late.txt'), 'here\n');
    await until('it is read', () => lab.brokers.cluster.topics.get('late')?.partitions[0]?.log.end === 1);
  });

  it('keeps to its own folder, whatever a path says', async t => {
    const lab = await makeLab(t, {
      connectors: [source('out', {file: '/../../../../etc/hostname', topic: 'secrets'})],
    });
    await lab.start();
    await until('it says so', () => lab.lines.some(line => line.includes("Couldn't find file")));
    assert.equal(lab.brokers.cluster.topics.has('secrets'), false);
  });
});

describe('converters', () => {
  it('write JSON with its schema on the distributed worker, and read it back', async t => {
    const lab = await makeLab(t, {mode: 'distributed'});
    await lab.start();
    await writeFile(lab.file('/data/in.txt'), 'one\n');
    await ask(lab, 'POST /connectors', source('in', {file: '/data/in.txt', topic: 'words'}));
    await ask(lab, 'POST /connectors', sink('out', {file: '/data/out.txt', topics: 'words'}));
    await ask(
      lab,
      'POST /connectors',
      sink('raw', {
        file: '/data/raw.txt',
        topics: 'words',
        'value.converter': 'org.apache.kafka.connect.storage.StringConverter',
      }),
    );
    await until('both have it', async () => {
      const [out, raw] = [await linesIn(lab.file('/data/out.txt')), await linesIn(lab.file('/data/raw.txt'))];
      return out.length === 1 && raw.length === 1;
    });
    assert.deepEqual(await linesIn(lab.file('/data/out.txt')), ['one']);
    assert.deepEqual(await linesIn(lab.file('/data/raw.txt')), [
      '{"schema":{"type":"string","optional":false},"payload":"one"}',
    ]);
  });

  it('fail the task for what they cannot read', async t => {
    const lab = await makeLab(t, {
      mode: 'distributed',
      brokers: {topics: [{name: 'words', partitions: 1, records: {0: [{key: null, value: 'no JSON'}]}}]},
    });
    await lab.start();
    await ask(lab, 'POST /connectors', sink('out', {file: '/data/out.txt', topics: 'words'}));
    await untilStates(lab, 'out', 'RUNNING FAILED');
    const {body} = await ask(lab, 'GET /connectors/out/tasks/0/status');
    assert.match(
      JSON.stringify(body),
      /Tolerance exceeded in error handler.*Caused by: org.apache.kafka.connect.errors.DataException: Converting byte\[\] to Kafka Connect data failed.*Unrecognized token 'no'/,
    );
  });

  it('leave it out where the connector is to tolerate it', async t => {
    const good = JSON.stringify({schema: {type: 'string', optional: false}, payload: 'good'});
    const records = ['no JSON', good].map(value => ({key: null, value}));
    const lab = await makeLab(t, {
      mode: 'distributed',
      brokers: {topics: [{name: 'words', partitions: 1, records: {0: records}}]},
    });
    await lab.start();
    const config = {file: '/data/out.txt', topics: 'words', 'errors.tolerance': 'all'};
    await ask(lab, 'POST /connectors', sink('out', config));
    await until('the good one', async () => (await linesIn(lab.file('/data/out.txt'))).length === 1);
    assert.deepEqual(await linesIn(lab.file('/data/out.txt')), ['good']);
  });
});
