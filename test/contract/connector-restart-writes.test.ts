import assert from 'node:assert/strict';
import {isUnknown, known} from '../../source/model/reading.ts';
import {until} from '../real/support.ts';
import {change, doneOr} from '../support/contract/change.ts';
import {connectorOn, workerOf} from '../support/contract/connectors.ts';
import {groupIn, readGroup} from '../support/contract/groups.ts';
import type {Hand} from '../support/contract/hand.ts';
import {write} from '../support/contract/records.ts';
import {runContract} from '../support/contract/suite.ts';

const worker = 'connect-standalone';

/** Waits until the connector is in a state, and its only task, too. */
const inState = (hand: Hand, name: string, state: string, task = state) =>
  until(
    `${name} is ${state} and its task ${task}`,
    () => connectorOn(hand, worker, name),
    now => now?.state === state && now.tasks.map(each => each.state).join() === task,
  );

/** Runs something while there is a connector, which would make its topic again if that were gone before it. */
const withConnector = async (
  hand: Hand,
  what: string,
  config: Readonly<Record<string, string>>,
  run: (name: string) => Promise<void>,
): Promise<void> => {
  const name = hand.name(what);
  const client = workerOf(hand, worker);
  await client.create(name, {...config, name, 'tasks.max': '1'});
  try {
    await run(name);
  } finally {
    await client.remove(name);
  }
};

const withSource = (hand: Hand, topic: string, run: (name: string) => Promise<void>): Promise<void> =>
  withConnector(hand, 'source', {'connector.class': 'FileStreamSource', file: '/data/input.txt', topic}, run);

/** Runs something while there is a file sink that takes nothing but JSON. */
const withSink = async (
  hand: Hand,
  topic: string,
  run: (sink: {readonly name: string; readonly group: string}) => Promise<void>,
): Promise<void> => {
  const file = `/data/${hand.name('output')}.txt`;
  const config = {
    'connector.class': 'FileStreamSink',
    topics: topic,
    file,
    'value.converter': 'org.apache.kafka.connect.json.JsonConverter',
    'value.converter.schemas.enable': 'false',
  };
  let group = '';
  await withConnector(hand, 'sink', config, async name => {
    group = `connect-${name}`;
    await run({name, group});
  });
  const admin = await hand.admin();
  await until(
    `${group} is gone`,
    async () => {
      await admin.deleteGroups([group]).catch(() => {});
      return readGroup(hand, group);
    },
    left => left === undefined,
  );
  await hand.docker.exec(worker, ['rm', '-f', file], 10_000);
};

/** The one member of the group that the task of a sink reads as. */
const memberOf = async (hand: Hand, group: string): Promise<string | undefined> => {
  const {members} = await groupIn(hand, group, 'Stable', 1);
  return isUnknown(members) ? undefined : members[0]?.id;
};

const offsetsOf = async (hand: Hand, name: string) =>
  known((await connectorOn(hand, worker, name))?.offsets ?? []);

const countOf = async (hand: Hand, topic: string): Promise<number> =>
  (await (await hand.admin()).fetchTopicOffsets(topic)).reduce((sum, {high}) => sum + Number(high), 0);

runContract('restarts and offsets of connectors', contract => {
  contract('a connector is restarted with its task; where nothing has failed nothing is', async hand => {
    const topic = await hand.topic([[1, 2]]);
    await withSink(hand, topic, async ({name, group}) => {
      await inState(hand, name, 'RUNNING');
      const first = await memberOf(hand, group);
      const idle = await change(hand, 'connector.restart-failed', [name]);
      assert.equal(doneOr(idle), true);
      assert.deepEqual(idle.consequences, [`No task of ${name} has failed: nothing is restarted.`]);
      assert.equal(await memberOf(hand, group), first);
      const restarted = await change(hand, 'connector.restart', [name]);
      assert.equal(doneOr(restarted), true);
      assert.match(restarted.commandLines.join(), /^curl -X POST .*\/restart\?includeTasks=true/);
      // A task that starts reads as a new member.
      await until(
        'its task is another member',
        () => memberOf(hand, group),
        member => member !== undefined && member !== first,
      );
      await inState(hand, name, 'RUNNING');
    });
  });

  contract('a failed task is started again, and runs once what made it fail is gone', async hand => {
    const topic = await hand.topic([[1, 2]]);
    await write(hand, topic, [{partition: 0, value: 'this is no JSON'}]);
    await withSink(hand, topic, async ({name}) => {
      const failed = await inState(hand, name, 'RUNNING', 'FAILED');
      assert.equal(failed?.health, 'failed');
      assert.match(failed?.tasks[0]?.trace ?? '', /DataException|Tolerance exceeded/);
      assert.equal(doneOr(await change(hand, 'topic.empty', [topic])), true);
      const again = await change(hand, 'connector.restart-failed', [name]);
      assert.equal(doneOr(again), true);
      assert.match(again.consequences.join(), /^1 of 1 tasks of .* start again/);
      await inState(hand, name, 'RUNNING');
      await write(hand, topic, [{partition: 0, value: '{"this": "is"}'}]);
      await until(
        'it has read on behind what was wrong',
        () => offsetsOf(hand, name),
        offsets =>
          offsets?.some(({partition, offset}) => partition === `${topic}-0` && offset === '2') === true,
      );
    });
  });

  contract('where a source has come is shown; reset while it is stopped, it reads all again', async hand => {
    const topic = await hand.topic([[1, 2]]);
    await withSource(hand, topic, async name => {
      await until(
        'the file is read',
        () => countOf(hand, topic),
        records => records >= 3,
      );
      await until(
        'its offset is shown',
        () => offsetsOf(hand, name),
        offsets =>
          offsets?.length === 1 &&
          /input\.txt/.test(offsets[0]?.partition ?? '') &&
          /position.*\d/.test(offsets[0]?.offset ?? ''),
      );
      const early = await change(hand, 'connector.reset-offsets', [name]);
      assert.match(String(doneOr(early)), /stop/i);
      assert.equal((await offsetsOf(hand, name))?.length, 1);
      assert.equal(doneOr(await change(hand, 'connector.stop', [name])), true);
      await inState(hand, name, 'STOPPED', '');
      const records = await countOf(hand, topic);
      assert.equal(doneOr(await change(hand, 'connector.reset-offsets', [name])), true);
      await until(
        'no offset is shown',
        () => offsetsOf(hand, name),
        offsets => offsets?.length === 0,
      );
      assert.equal(doneOr(await change(hand, 'connector.resume', [name])), true);
      await until(
        'all lines are read once more',
        () => countOf(hand, topic),
        now => now >= 2 * records,
      );
    });
  });

  contract('a sink is reset while it is stopped, and reads its topic from the start again', async hand => {
    const topic = await hand.topic([[1, 2]]);
    await write(hand, topic, [{partition: 0, value: '{"this": "is"}'}]);
    const read = async (name: string): Promise<string | undefined> =>
      (await offsetsOf(hand, name))?.find(({partition}) => partition === `${topic}-0`)?.offset;
    await withSink(hand, topic, async ({name, group}) => {
      await until(
        'it has read the record',
        () => read(name),
        offset => offset === '1',
      );
      const early = await change(hand, 'connector.reset-offsets', [name]);
      assert.match(String(doneOr(early)), /stop/i);
      assert.equal(doneOr(await change(hand, 'connector.stop', [name])), true);
      await inState(hand, name, 'STOPPED', '');
      await groupIn(hand, group, 'Empty', 0);
      const reset = await change(hand, 'connector.reset-offsets', [name]);
      assert.equal(doneOr(reset), true);
      assert.match(
        reset.consequences.join(),
        /reads its topics from where consumer\.auto\.offset\.reset says/,
      );
      await until(
        'it has no offset any more',
        () => read(name),
        offset => offset === undefined,
      );
      assert.equal(doneOr(await change(hand, 'connector.resume', [name])), true);
      await until(
        'it has read the record once more',
        () => read(name),
        offset => offset === '1',
      );
    });
  });

  contract('a connector that is there already, and one that is not, are refused', async hand => {
    await withSource(hand, await hand.topic([[1, 2]]), async name => {
      await inState(hand, name, 'RUNNING');
      await assert.rejects(change(hand, 'connector.create', [name], {file: 'file-source', worker}), {
        name: 'UserError',
        message: /already/,
      });
      const nobody = hand.name('nobody');
      for (const id of [
        'connector.pause',
        'connector.resume',
        'connector.stop',
        'connector.restart',
        'connector.restart-failed',
        'connector.reset-offsets',
        'connector.delete',
      ] as const)
        await assert.rejects(change(hand, id, [nobody]), {
          name: 'UserError',
          message: /There is no connector/,
        });
    });
  });
});
