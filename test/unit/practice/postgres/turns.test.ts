import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createUnits} from '../../../../source/practice/postgres/session.ts';
import {message} from '../../../../source/practice/postgres/startup.ts';
import {type Backend, createTurns} from '../../../../source/practice/postgres/turns.ts';

/** A database that notes what it is given, and is in a transaction from `BEGIN` to `ROLLBACK`. */
const noting = (): Backend & {readonly ran: string[]} => {
  const ran: string[] = [];
  let isIn = false;
  return {
    ran,
    async run(messages) {
      const text = Buffer.from(messages)
        .toString('latin1')
        .replace(/[^\x20-\x7e]/g, '');
      ran.push(text);
      if (text.includes('BEGIN')) isIn = true;
      if (text.includes('ROLLBACK')) isIn = false;
      await Promise.resolve();
    },
    isInTransaction: () => isIn,
  };
};

const turn = (owner: object, text: string, isPart = false) => ({
  owner,
  messages: Buffer.from(text),
  isPart,
  onData: () => {},
});

test('nobody comes between the begin of a transaction and its end', async () => {
  const backend = noting();
  const turns = createTurns(backend);
  const [one, other] = [{}, {}];
  await turns.take(turn(one, 'BEGIN'));
  const waits = turns.take(turn(other, 'other'));
  await turns.take(turn(one, 'insert'));
  await turns.take(turn(one, 'ROLLBACK'));
  await waits;
  assert.deepEqual(backend.ran, ['BEGIN', 'insert', 'ROLLBACK', 'other']);
});

test('nobody comes between the parts of one exchange', async () => {
  const backend = noting();
  const turns = createTurns(backend);
  const [one, other] = [{}, {}];
  const asked = [turns.take(turn(one, 'parse', true)), turns.take(turn(other, 'other'))];
  asked.push(turns.take(turn(one, 'execute')));
  await Promise.all(asked);
  assert.deepEqual(backend.ran, ['parse', 'execute', 'other']);
});

test('a client that goes in the middle of a transaction keeps nobody waiting', async () => {
  const backend = noting();
  const turns = createTurns(backend);
  const [one, other] = [{}, {}];
  await turns.take(turn(one, 'BEGIN'));
  const waits = turns.take(turn(other, 'other'));
  await turns.leave(one);
  await waits;
  assert.deepEqual(backend.ran, ['BEGIN', 'SQROLLBACK', 'other']);
  await turns.leave(other);
  assert.equal(backend.ran.length, 3, 'who has nothing open has nothing rolled back');
});

test('a database that breaks down refuses the turn, and is asked again for the next', async () => {
  let isBroken = true;
  const turns = createTurns({
    async run() {
      if (isBroken) throw new Error('it ended');
    },
    isInTransaction: () => false,
  });
  await assert.rejects(turns.take(turn({}, 'one')), /it ended/);
  isBroken = false;
  await turns.take(turn({}, 'two'));
});

test('bytes become units however they are cut', () => {
  const parse = message('P', 'name', 'select 1');
  const all = Buffer.concat([parse, message('S'), message('Q', 'select 2'), message('X')]);
  for (const size of [1, 3, all.length]) {
    const units = createUnits();
    const found = [];
    for (let at = 0; at < all.length; at += size) found.push(...units(all.subarray(at, at + size)));
    assert.deepEqual(
      found.map(({end}) => end),
      ['sync', 'query', 'goodbye'],
    );
    assert.deepEqual(found[0]?.messages, Buffer.concat([parse, message('S')]));
  }
  assert.throws(() => createUnits()(Buffer.from('GET / HTTP/1.1')));
});
