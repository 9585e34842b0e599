import assert from 'node:assert/strict';
import {test} from 'node:test';
import {topicDelete} from '../../../../source/actions/writes/topic-delete.ts';
import {ownLine} from '../../../../source/actions/writes/write.ts';
import {labTarget} from '../../../support/lab-parts.ts';

test('our line for a write leads to the same target, and speaks to it in the same way', () => {
  const target = {
    ...labTarget('zookeeper'),
    bootstrap: ['a:1', 'b:2'],
    commandConfig: 'my client.properties',
  };
  const line = (kind: 'lab' | 'practice' | 'cluster') =>
    ownLine(topicDelete, {...target, kind}, ['orders'], {});
  assert.equal(line('lab'), 'kafka-lab topic delete orders');
  assert.equal(line('practice'), 'kafka-lab topic delete orders --lab practice');
  assert.equal(
    line('cluster'),
    "kafka-lab topic delete orders --bootstrap a:1,b:2 --command-config 'my client.properties' --write",
  );
});
