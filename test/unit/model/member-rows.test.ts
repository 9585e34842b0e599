import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Group} from '../../../source/model/group.ts';
import {memberRows} from '../../../source/model/member-rows.ts';
import {isUnknown, unknown} from '../../../source/model/reading.ts';
import {consumerGroup} from '../../support/lab-parts.ts';
import {createLab} from '../../support/worlds.ts';

const member = (id: string, partitions: readonly number[] | null) => ({
  id,
  clientId: id,
  host: '/172.18.0.1',
  assignment:
    partitions === null
      ? unknown('not-supported', 'It is in no words of ours.')
      : [{topic: 'orders', partitions}],
});

const lab = () =>
  createLab()
    .addGroup(
      consumerGroup('billing', 'orders', [0, 1, 2], {
        members: [member('a', [0, 2]), member('b', [1]), member('idle', []), member('dark', null)],
        committed: [
          {topic: 'orders', partition: 0, offset: 990},
          {topic: 'orders', partition: 1, offset: 1000},
          {topic: 'orders', partition: 2, offset: 700},
        ],
      }),
    )
    .poll();

const lags = (group: Group | undefined) => {
  assert.ok(group);
  const rows = memberRows(group);
  assert.ok(!isUnknown(rows));
  return Object.fromEntries(rows.map(({id, lag}) => [id, isUnknown(lag) ? lag.unknown : lag]));
};

test('the lag of a member is that of the partitions that it is assigned', () => {
  assert.deepEqual(lags(lab().picture().groups[0]), {
    a: {sum: 310, unknownParts: 0},
    b: {sum: 0, unknownParts: 0},
    // Assigned nothing is none, assigned nobody knows what is unknown: neither is 0.
    idle: null,
    dark: 'not-supported',
  });
});

test('a partition whose end is not known makes the lag of its member a lower bound', () => {
  const group = lab().picture().groups[0];
  assert.ok(group && !isUnknown(group.partitions));
  const partitions = group.partitions.map(row =>
    row.partition === 2 ? {...row, lag: unknown('unreachable', 'Nobody leads it.')} : row,
  );
  const {a, b} = lags({...group, partitions});
  assert.deepEqual(
    [a, b],
    [
      {sum: 10, unknownParts: 1},
      {sum: 0, unknownParts: 0},
    ],
  );
});
