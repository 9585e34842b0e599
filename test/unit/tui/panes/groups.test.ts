import assert from 'node:assert/strict';
import {test} from 'node:test';
import {plain} from '../../../../source/format/line.ts';
import {pictureOf} from '../../../../source/model/picture.ts';
import {failedAfter, waiting} from '../../../../source/model/reading.ts';
import {emptyWorld, type World} from '../../../../source/model/world.ts';
import {groupPartitionsPane, groupsPane, membersPane} from '../../../../source/tui/panes/groups.ts';
import type {Pane} from '../../../../source/tui/panes/pane.ts';
import {clusterTarget, noon} from '../../../support/lab-parts.ts';
import {sceneOf} from '../../../support/scene.ts';

const textOf = (pane: Pane, world: World): string =>
  pane
    .look(sceneOf(pictureOf(world, noon)))
    .lines(120, 8, false)
    .map(plain)
    .join('\n');

test('where no broker was ever reached nobody is waited for: the groups say why they are not there', () => {
  const error = {why: 'unreachable', sentence: 'localhost:1 refuses the connection.'} as const;
  const unread = emptyWorld(clusterTarget);
  const failed = {...unread, metadata: failedAfter(waiting, error, noon)};
  for (const pane of [groupsPane, groupPartitionsPane, membersPane]) {
    assert.match(textOf(pane, unread), /waiting[\s\S]*Waiting for the group coordinators/);
    assert.match(textOf(pane, failed), /FAILED[\s\S]*localhost:1 refuses the connection\./);
  }
});
