import assert from 'node:assert/strict';
import {execFile} from 'node:child_process';
import {appendFile, mkdir, readFile, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {describe, it} from 'node:test';
import {promisify} from 'node:util';
import {ask, linesIn, makeLab, sink, source, until} from './lab.ts';

const pipeline = [
  source('in', {file: '/data/in.txt', topic: 'lines'}),
  sink('out', {file: '/data/out.txt', topics: 'lines'}),
];
const brokers = {configs: {'default.replication.factor': '2'}};

describe('a worker', () => {
  it('goes on while a broker is stopped, and loses nothing', async t => {
    const lab = await makeLab(t, {connectors: pipeline, brokers});
    await lab.start();
    await writeFile(lab.file('/data/in.txt'), '1\n');
    await until('the first', async () => (await linesIn(lab.file('/data/out.txt'))).length === 1);
    await lab.brokers.cluster.control.stop(1);
    await appendFile(lab.file('/data/in.txt'), '2\n');
    await until('the second', async () => (await linesIn(lab.file('/data/out.txt'))).includes('2'));
    await lab.brokers.cluster.control.start(1);
    await appendFile(lab.file('/data/in.txt'), '3\n');
    await until('the third', async () => (await linesIn(lab.file('/data/out.txt'))).includes('3'));
    const {cluster} = lab.brokers;
    assert.ok((cluster.topics.get('lines')?.partitions[0]?.log.end ?? 0) >= 3);
  });

  it('accepts and answers nothing while it is paused, and answers when it is not', async t => {
    const lab = await makeLab(t, {connectors: pipeline, brokers});
    await lab.start();
    await writeFile(lab.file('/data/in.txt'), '1\n');
    await until('the first', async () => (await linesIn(lab.file('/data/out.txt'))).length === 1);
    lab.worker.pause();
    let isAnswered = false;
    const asked = ask(lab, 'GET /connectors').then(answer => {
      isAnswered = true;
      return answer;
    });
    await appendFile(lab.file('/data/in.txt'), '2\n');
    await assert.rejects(fetch(`${lab.worker.url}/`, {signal: AbortSignal.timeout(300)}), {
      name: 'TimeoutError',
    });
    assert.equal(isAnswered, false);
    assert.deepEqual(await linesIn(lab.file('/data/out.txt')), ['1']);
    lab.worker.unpause();
    assert.equal((await asked).status, 200);
    await until('the second', async () => (await linesIn(lab.file('/data/out.txt'))).length === 2);
  });

  it('is not gone before what it writes is written', {skip: process.platform === 'win32'}, async t => {
    const lab = await makeLab(t, {connectors: pipeline, brokers});
    // Whoever writes to it waits for a reader.
    const pipe = lab.file('/data/offsets.new');
    await mkdir(path.dirname(pipe), {recursive: true});
    await promisify(execFile)('mkfifo', [pipe]);
    await lab.start();
    await writeFile(lab.file('/data/in.txt'), '1\n');
    await until('it writes its offsets', () =>
      lab.lines.some(line => line.includes('Committing offsets for 1')),
    );
    const {url} = lab.worker;
    let isGone = false;
    const killing = lab.worker.kill().then(() => {
      isGone = true;
    });
    await until('it listens no more', () =>
      fetch(`${url}/`).then(
        () => false,
        () => true,
      ),
    );
    assert.equal(isGone, false);
    assert.match(await readFile(pipe, 'utf8'), /in\.txt/);
    await killing;
  });

  it('ends when it finds no broker', async t => {
    const lab = await makeLab(t, {speed: 400});
    await lab.brokers.close();
    await lab.start();
    assert.deepEqual(lab.exits, [2]);
    assert.ok(lab.lines.some(line => line.includes('Failed to connect to and describe Kafka cluster.')));
  });

  it('ends when its port is taken, and says so', async t => {
    const first = await makeLab(t);
    await first.start();
    const port = Number(new URL(first.worker.url ?? '').port);
    const second = await makeLab(t, {port});
    await second.start();
    assert.deepEqual(second.exits, [2]);
    assert.ok(second.lines.some(line => line.includes(`Failed to bind to 127.0.0.1:${port}`)));
    assert.equal((await ask(first, 'GET /')).status, 200);
  });
});
