import assert from 'node:assert/strict';
import {test} from 'node:test';
import {lacks} from './lacks.ts';

/** What was lacking when the list was last shortened: a name that is not here is a step back. */
const known: readonly string[] = ['consumer-protocol'];

test('the practice servers lack what is listed, and nothing is added to the list', () => {
  for (const [name, {reason, variants}] of Object.entries(lacks))
    console.log(`Lacking on practice servers (${variants.join(', ')}): ${name}: ${reason}.`);
  const added = Object.keys(lacks).filter(name => !known.includes(name));
  assert.deepEqual(added, []);
});
