import assert from 'node:assert/strict';
import {test} from 'node:test';
import {jsonObject, printJson, printMissing, writeLine} from '../../../source/headless/print.ts';
import {unknown} from '../../../source/model/reading.ts';
import {createContext} from '../../support/headless.ts';

const hostile = 'a\u001b[2Jb\u009b1mc\u202ed\u0007';

test('what comes from outside can only be read on a terminal, and is as it is in a pipe', async () => {
  const terminal = createContext({isTerminal: true});
  await writeLine(terminal.context.io.out, hostile);
  await printJson(terminal.context.io.out, {name: hostile});
  assert.doesNotMatch(terminal.out().replaceAll('\n', ''), /[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/);
  const [, ...json] = terminal.out().split('\n');
  assert.deepEqual(JSON.parse(json.join('\n')), {name: hostile}, 'the JSON says the same');
  const pipe = createContext();
  await writeLine(pipe.context.io.out, hostile);
  assert.equal(pipe.out(), `${hostile}\n`);
});

test('an object names its time, its target and what is missing; a list that is unknown is left out', () => {
  const target = {
    kind: 'lab',
    name: 'kafka-lab',
    why: 'it is there',
    bootstrap: [],
    dockerHost: null,
    project: null,
    variant: null,
    connect: [],
    isReadOnly: false,
  } as const;
  const {json, missing} = jsonObject({
    at: 0,
    target,
    fields: {
      groups: unknown('unreachable', 'No broker answers.'),
      topics: [{messages: {sum: 3, unknownParts: 1}}],
    },
    missing: [{path: '/topics', why: 'not-authorised', sentence: 'Some are hidden.'}],
  });
  assert.deepEqual(json, {
    at: '1970-01-01T00:00:00.000Z',
    target: {kind: 'lab', name: 'kafka-lab', why: 'it is there'},
    topics: [{messages: 3, lowerBounds: ['messages']}],
    missing: [
      {path: '/topics', why: 'not-authorised', sentence: 'Some are hidden.'},
      {path: '/groups', why: 'unreachable', sentence: 'No broker answers.'},
    ],
  });
  assert.equal(missing.length, 2);
  assert.deepEqual(jsonObject({at: 0, target: null, fields: {}}).json, {
    at: '1970-01-01T00:00:00.000Z',
    target: null,
    missing: [],
  });
});

test('under a table each missing sentence stands once, and not too many of them', async () => {
  const {context, err} = createContext();
  const entry = (n: number) => ({
    path: `/${n}`,
    why: 'timed-out' as const,
    sentence: `Part ${n % 20} is silent.`,
  });
  await printMissing(
    context.io.err,
    Array.from({length: 60}, (_, n) => entry(n)),
  );
  const lines = err().trim().split('\n');
  assert.equal(lines.length, 9);
  assert.equal(lines[0], 'Not read: Part 0 is silent.');
  assert.equal(lines.at(-1), 'Not read: 12 more; --json names them all.');
});
