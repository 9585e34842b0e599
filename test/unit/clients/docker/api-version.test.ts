import assert from 'node:assert/strict';
import {test} from 'node:test';
import {negotiate, ourApiVersion} from '../../../../source/clients/docker/api-version.ts';

test('an older engine is spoken to in its version', () => {
  assert.equal(negotiate('1.41', '1.12'), '1.41');
  assert.equal(negotiate('1.9', '1.2'), '1.9', 'versions are numbers, not decimals');
});

test('a newer engine is spoken to in ours', () => {
  assert.equal(negotiate('1.60', '1.44'), ourApiVersion);
});

test('an engine that no longer takes ours gets the oldest that it takes', () => {
  assert.equal(negotiate('1.70', '1.60'), '1.60');
});

test('an engine that says nothing gets ours', () => {
  assert.equal(negotiate(undefined, undefined), ourApiVersion);
});
