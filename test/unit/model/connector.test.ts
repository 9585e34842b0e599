import assert from 'node:assert/strict';
import {test} from 'node:test';
import {type ConnectorHealth, connectorHealth} from '../../../source/model/connector.ts';

const health = (state: string, ...tasks: readonly string[]): ConnectorHealth =>
  connectorHealth(
    state,
    tasks.map(task => ({state: task})),
  );

test('one word joins a connector with its tasks', () => {
  assert.equal(health('RUNNING', 'RUNNING', 'RUNNING'), 'running');
  assert.equal(health('FAILED', 'RUNNING'), 'failed');
  assert.equal(health('RUNNING', 'FAILED'), 'failed', 'RUNNING, with every task dead');
  assert.equal(health('RUNNING', 'FAILED', 'RUNNING'), 'degraded');
  assert.equal(health('PAUSED', 'PAUSED'), 'paused');
  assert.equal(health('STOPPED'), 'stopped');
  assert.equal(health('UNASSIGNED', 'RUNNING'), 'unassigned');
  assert.equal(health('RUNNING', 'UNASSIGNED', 'RUNNING'), 'unassigned');
  assert.equal(health('RUNNING'), 'unassigned', 'without a task it moves nothing');
  assert.equal(health('RUNNING', 'RESTARTING'), 'degraded');
});
