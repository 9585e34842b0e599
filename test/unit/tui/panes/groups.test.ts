import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {CourseState} from '../../../../source/exercises/course.ts';
import {glyphsFor} from '../../../../source/format/glyphs.ts';
import {plain} from '../../../../source/format/line.ts';
import {pictureOf} from '../../../../source/model/picture.ts';
import {failedAfter, waiting} from '../../../../source/model/reading.ts';
import {emptyWorld, type World} from '../../../../source/model/world.ts';
import {emptyTailBuffer} from '../../../../source/store/tail-buffer.ts';
import {initialUi} from '../../../../source/store/ui.ts';
import {groupPartitionsPane, groupsPane, membersPane} from '../../../../source/tui/panes/groups.ts';
import type {Pane} from '../../../../source/tui/panes/pane.ts';
import {clusterTarget, noon} from '../../../support/lab-parts.ts';

const course: CourseState = {attempts: new Map(), current: null, conditions: [], journal: [], trouble: null};

const textOf = (pane: Pane, world: World): string => {
  const ui = initialUi(2000);
  const scene = {
    picture: pictureOf(world, noon),
    findings: [],
    ui,
    course,
    tail: emptyTailBuffer(),
    tailTopics: null,
    cells: {now: noon, timeForm: ui.timeForm, isAscii: false},
    glyphs: glyphsFor(false),
  };
  return pane.look(scene).lines(120, 8, false).map(plain).join('\n');
};

test('where no broker was ever reached nobody is waited for: the groups say why they are not there', () => {
  const error = {why: 'unreachable', sentence: 'localhost:1 refuses the connection.'} as const;
  const unread = emptyWorld(clusterTarget);
  const failed = {...unread, metadata: failedAfter(waiting, error, noon)};
  for (const pane of [groupsPane, groupPartitionsPane, membersPane]) {
    assert.match(textOf(pane, unread), /waiting[\s\S]*Waiting for the group coordinators/);
    assert.match(textOf(pane, failed), /FAILED[\s\S]*localhost:1 refuses the connection\./);
  }
});
