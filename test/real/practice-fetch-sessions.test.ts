import assert from 'node:assert/strict';
import {after, before, describe, it, type TestContext, test} from 'node:test';
import {startBrokers, type TestBrokers} from '../support/brokers.ts';
import {group, type Member, startMember, topic} from '../support/exchange/group.ts';
import {consoleMember} from './support/console-member.ts';
import {startTools, type ToolContainer, toolLines} from './support/practice-tools.ts';
import {until} from './support.ts';

/*
  Practice brokers give no fetch sessions: the session id of every answer is 0, as a real broker's is whose cache of
  them is full. Clients go on naming all they want, at the same pace.
*/

/** How long a client lets the broker wait for records (ms), and how many fetches are looked at. */
const longestWait = 500;
const fetches = 8;

const fieldOf = (fields: object, name: string): unknown => Reflect.get(fields, name);

/** Reads what there is with a consumer, and looks at what that asks while nothing comes. */
const idle = async (
  context: TestContext,
  start: (brokers: TestBrokers) => Member,
): Promise<readonly object[]> => {
  const brokers = await startBrokers({
    brokers: 1,
    topics: [{name: topic, partitions: 2, replicationFactor: 1, records: {0: 3, 1: 3}}],
  });
  const member = start(brokers);
  context.after(async () => {
    await member.kill();
    await brokers.close();
  });
  await until(
    'all is read',
    async () => member.seen.length,
    count => count === 6,
  );
  const {wire} = brokers.cluster;
  wire.clear();
  await until(
    `${fetches} fetches`,
    async () => wire.of('Fetch').length,
    count => count >= fetches,
  );
  const asked = wire.of('Fetch').slice(0, fetches);
  const took = (asked.at(-1)?.at ?? 0) - (asked[0]?.at ?? 0);
  const least = (fetches - 1) * longestWait * 0.8;
  assert.ok(took > least, `${fetches} fetches were asked for in ${took} ms, as if each had failed`);
  for (const {fields} of asked) assert.equal(fieldOf(fields, 'sessionId'), 0);
  return asked.map(({fields}) => fields);
};

test('kcat asks for no session', async context => {
  const set = ['auto.offset.reset=earliest', `fetch.wait.max.ms=${longestWait}`];
  const how = ['-q', '-u', '-f', '%p %o\n', ...set.flatMap(each => ['-X', each]), '-G', group, topic];
  const asked = await idle(context, ({bootstrap}) => startMember(['kcat', '-b', bootstrap.join(), ...how]));
  assert.deepEqual(
    asked.map(fields => fieldOf(fields, 'sessionEpoch')),
    asked.map(() => -1),
  );
});

for (const toolLine of toolLines)
  describe(`the console consumer of ${toolLine.line}`, () => {
    let tools: ToolContainer;
    before(async () => {
      tools = await startTools(toolLine);
    });
    after(() => tools.remove());

    it('asks for a session each time, gets none, and is content', async context => {
      const asked = await idle(context, ({bootstrap}) => {
        const at = ['--bootstrap-server', bootstrap.join(), '--topic', topic, '--from-beginning'];
        return consoleMember(toolLine.line, tools, [`fetch.max.wait.ms=${longestWait}`], at);
      });
      for (const fields of asked) {
        assert.equal(fieldOf(fields, 'sessionEpoch'), 0);
        const topics = fieldOf(fields, 'topics');
        assert.ok(Array.isArray(topics) && topics[0].partitions.length === 2, 'all that it wants is named');
      }
    });
  });
