import assert from 'node:assert/strict';
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {readWorker} from '../../source/queries/connectors.ts';
import {until} from '../real/support.ts';
import {change, doneOr} from '../support/contract/change.ts';
import type {Hand} from '../support/contract/hand.ts';
import {runContract} from '../support/contract/suite.ts';

const worker = 'connect-standalone';

const found = async (hand: Hand, name: string) => {
  const client = hand.connect.find(each => each.name === worker);
  if (!client) throw new Error(`${worker} is not there`);
  return (await readWorker(client)).worker.connectors.find(each => each.name === name);
};

const inState = (hand: Hand, name: string, state: string) =>
  until(
    `${name} is ${state}`,
    async () => (await found(hand, name))?.state,
    now => now === state,
  );

runContract('writes of connectors', contract => {
  contract(
    'a connector is made from a file, paused, resumed, stopped, reset and deleted',
    async (hand, t) => {
      const name = hand.name('source');
      const topic = await hand.topic();
      const folder = await mkdtemp(path.join(tmpdir(), 'kafka-lab-connector-'));
      t.after(() => rm(folder, {recursive: true, force: true}));
      const file = path.join(folder, 'connector.json');
      const config = {
        'connector.class': 'FileStreamSource',
        'tasks.max': '1',
        file: '/data/input.txt',
        topic,
      };
      await writeFile(file, JSON.stringify({name, config}));

      assert.equal(doneOr(await change(hand, 'connector.create', [name], {file, worker})), true);
      t.after(() => change(hand, 'connector.delete', [name]).catch(() => {}));
      await inState(hand, name, 'RUNNING');
      await until(
        'the lines of the file are in the topic',
        async () =>
          Number(
            (await (await hand.admin()).fetchTopicOffsets(topic)).reduce(
              (sum, {high}) => sum + Number(high),
              0,
            ),
          ),
        records => records >= 3,
      );
      assert.equal(doneOr(await change(hand, 'connector.pause', [name])), true);
      await inState(hand, name, 'PAUSED');
      assert.equal(doneOr(await change(hand, 'connector.resume', [name])), true);
      await inState(hand, name, 'RUNNING');
      await assert.rejects(
        change(hand, 'connector.reset-offsets', [name]).then(each => assert.equal(doneOr(each), true)),
        /stop/i,
      );
      assert.equal(doneOr(await change(hand, 'connector.stop', [name])), true);
      await inState(hand, name, 'STOPPED');
      assert.equal(doneOr(await change(hand, 'connector.reset-offsets', [name])), true);
      assert.equal(doneOr(await change(hand, 'connector.delete', [name])), true);
      await until(
        'it is gone',
        () => found(hand, name),
        each => each === undefined,
      );
    },
  );

  contract('a line is appended to the input of a file source, and becomes a record', async hand => {
    const topic = 'input-file-data';
    const end = async () =>
      Number(
        (await (await hand.admin()).fetchTopicOffsets(topic)).reduce((sum, {high}) => sum + Number(high), 0),
      );
    const before = await end();
    const line = `it's "$1" && \\n of ${hand.name('line')}`;
    const appended = await change(hand, 'connector.append', ['file-source'], {line});
    assert.equal(doneOr(appended), true);
    assert.match(appended.commandLines.join(), /^docker (?:-H \S+ )?exec connect-standalone sh -c /);
    await until('it is in the topic', end, now => now === before + 1);
    const input = await hand.docker.exec('connect-standalone', ['cat', '/data/input.txt'], 10_000);
    assert.equal(input.exitCode, 0);
    assert.equal(input.output.at(-1), line);
    const missing = await hand.docker.exec('connect-standalone', ['cat', '/nowhere'], 10_000);
    assert.notEqual(missing.exitCode, 0);
    assert.match(missing.output.join(), /nowhere.*No such file/);
  });

  contract('nothing is appended without a line, nor to what reads no file', async hand => {
    for (const line of ['', '   ', 'two\nlines'])
      await assert.rejects(change(hand, 'connector.append', ['file-source'], {line}), {
        name: 'UserError',
        message: /An empty line says nothing/,
      });
    await assert.rejects(change(hand, 'connector.append', ['file-sink'], {line: 'a line'}), {
      name: 'UserError',
      message: /file-sink is no file source/,
    });
  });

  contract('what is wrong with a definition is said by its field, and nothing is made', async (hand, t) => {
    const name = hand.name('wrong');
    const folder = await mkdtemp(path.join(tmpdir(), 'kafka-lab-connector-'));
    t.after(() => rm(folder, {recursive: true, force: true}));
    const file = path.join(folder, 'connector.json');
    const refused = async (content: string, words: Partial<Record<'message' | 'next', RegExp>>) => {
      await writeFile(file, content);
      const made = change(hand, 'connector.create', [name], {file, worker});
      await assert.rejects(
        made.then(each => assert.equal(doneOr(each), true)),
        {name: 'UserError', ...words},
      );
    };
    const withConfig = (config: Readonly<Record<string, unknown>>): string => JSON.stringify({name, config});
    await refused('{"name": ', {message: /is not JSON/});
    await refused('[1]', {message: /defines no connector/});
    await refused(withConfig({topic: 'x'}), {message: /names no connector\.class/});
    await refused(withConfig({'connector.class': 'FileStreamSink', topics: ['x']}), {
      message: /topics is \["x"\]/,
    });
    await refused(withConfig({'connector.class': 'Nowhere'}), {
      message: /^connect-standalone has no plugin Nowhere\.$/,
      next: /FileStreamSinkConnector, .*FileStreamSourceConnector/,
    });
    await refused(withConfig({'connector.class': 'FileStreamSource', 'tasks.max': 'two'}), {
      message: /tasks\.max: Invalid value two.* topic: Missing required configuration/,
    });
    await refused(withConfig({'connector.class': 'FileStreamSink', topics: 'x', 'topics.regex': 'x.*'}), {
      message: /mutually exclusive/,
    });
    await refused(withConfig({'connector.class': 'FileStreamSource', topic: 'x', 'tasks.max': 0}), {
      message: /tasks\.max/,
    });
    assert.equal(await found(hand, name), undefined);
  });
});
