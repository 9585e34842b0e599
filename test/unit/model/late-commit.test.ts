import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {GroupReading} from '../../../source/model/group.ts';
import {groupsOf} from '../../../source/model/groups-of.ts';
import {isUnknown, known, type Reading} from '../../../source/model/reading.ts';
import type {World} from '../../../source/model/world.ts';
import {healthyLab} from '../../support/worlds.ts';

/** The world after a coordinator answered late: its commits were read after the log ends, and lie beyond them. */
const withLateCommit = (world: World, beyond: number): World => {
  const groups = new Map<number, Reading<readonly GroupReading[]>>();
  for (const [broker, reading] of world.groups) {
    if (reading.state !== 'ready') continue;
    const value = reading.value.map(group => ({
      ...group,
      committed: isUnknown(group.committed)
        ? group.committed
        : group.committed.map(row => {
            const end = world.ends.get(row.topic)?.get(row.partition)?.offset;
            return row.offset === null || typeof end !== 'number' ? row : {...row, offset: end + beyond};
          }),
    }));
    groups.set(broker, {...reading, at: reading.at + 500, value});
  }
  return {...world, groups};
};

test('a commit that was read after the log end is not beyond it: the end has moved on', () => {
  const lab = healthyLab();
  const {world, now} = lab.picture();
  const {groups} = groupsOf(withLateCommit(world, 3), now + 500);
  const rows = groups
    .flatMap(group => known(group.partitions) ?? [])
    .filter(row => typeof row.committed === 'number');
  assert.ok(rows.length > 0);
  for (const row of rows) {
    assert.equal(row.lag, 0);
    assert.equal(row.end, row.committed);
  }
});
