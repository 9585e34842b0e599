import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {plain} from '../../../../source/format/line.ts';
import {withRecords} from '../../../../source/store/tail-buffer.ts';
import {exercisesPane} from '../../../../source/tui/panes/exercises.ts';
import {messagesPane} from '../../../../source/tui/panes/messages.ts';
import type {Pane} from '../../../../source/tui/panes/pane.ts';
import type {Scene} from '../../../../source/tui/scene.ts';
import {plainRecords} from '../../../support/records.ts';
import {sceneOf} from '../../../support/scene.ts';
import {healthyLab} from '../../../support/worlds.ts';

const scene = sceneOf(healthyLab().picture());
const {course} = scene;

const textOf = (pane: Pane, shown: Scene): string =>
  pane.look(shown).lines(120, 10, false).map(plain).join('\n');

describe('a pane that was drawn is drawn anew', () => {
  it('where an exercise was begun, though nothing was read since', () => {
    assert.doesNotMatch(textOf(exercisesPane, scene), / begun /);
    const attempt = {id: 'bring-up', startedAt: 0, solvedAt: null, ticks: [], hints: 0, before: {}};
    const begun = {...scene, course: {...course, attempts: new Map([['bring-up', attempt]])}};
    assert.match(textOf(exercisesPane, begun), / begun /);
  });

  it('where a record has come, though nothing was read since', () => {
    assert.match(textOf(messagesPane, scene), /showing 0 of 0/);
    const more = {...scene, tail: withRecords(scene.tail, plainRecords(1))};
    assert.match(textOf(messagesPane, more), /showing 1 of 1/);
  });
});
