import assert from 'node:assert/strict';
import {test} from 'node:test';
import {eventOf, parseValue} from '../../../source/workloads/event-template.ts';
import {createFakeClock} from '../../support/clock.ts';

const sent = (text: string): string | null => {
  const template = {key: null, value: parseValue(text), headers: [], partition: null};
  const {value} = eventOf(template, createFakeClock(0), 7);
  return value === null ? null : Buffer.from(value).toString();
};

test('{null} alone is no value, and neither an empty one nor those words', () => {
  assert.equal(sent('{null}'), null);
  assert.equal(sent(''), '');
  assert.equal(sent('null'), 'null');
  assert.equal(sent('{i} of {null}'), '7 of {null}');
});
