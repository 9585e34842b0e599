import assert from 'node:assert/strict';
import {test} from 'node:test';
import {commands} from '../../../source/commands/index.ts';
import {keymap} from '../../../source/keys/keymap.ts';
import {chordName, chordsOf, contextIds, resolve} from '../../../source/keys/resolve.ts';

test('every command id is there once', () => {
  const ids = commands.map(command => command.id);
  assert.deepEqual(ids, [...new Set(ids)]);
});

test('every command of a dialog or a list can be reached by a key', () => {
  const reached = new Set(contextIds.flatMap(context => Object.values<string>(keymap[context])));
  const unreached = commands
    .filter(command => !['global', 'containers', 'topics', 'messages'].includes(command.context))
    .map(command => command.id)
    // By the palette.
    .filter(id => !id.startsWith('log.'))
    .filter(id => !reached.has(id));
  assert.deepEqual(unreached, []);
});

test('no key is one that terminals keep for themselves', () => {
  const chords = contextIds.flatMap(context => Object.keys(keymap[context]));
  assert.deepEqual(
    chords.filter(chord => /^(f\d+|ctrl\+[sqh])$/.test(chord)),
    [],
  );
});

test('no letter is bound in a text field', () => {
  for (const context of ['input', 'form', 'palette'] as const) {
    assert.deepEqual(
      Object.keys(keymap[context]).filter(chord => [...chord].length === 1),
      [],
      context,
    );
  }
});

test('the first context that knows a chord wins', () => {
  assert.equal(resolve('d', ['containers', 'list', 'global']), 'container.stop');
  assert.equal(resolve('d', ['list', 'global']), undefined);
  assert.equal(resolve('q', ['confirm']), 'confirm.cancel');
  assert.equal(resolve('toString', ['global']), undefined);
});

test('chords are written as a reader knows them', () => {
  assert.equal(chordName('ctrl+d'), '^D');
  assert.equal(chordName('shift+tab'), 'Shift-Tab');
  assert.deepEqual(chordsOf('list.down', ['list']), ['down', 'j']);
});
