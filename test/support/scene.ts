import type {CourseState} from '../../source/exercises/course.ts';
import {glyphsFor} from '../../source/format/glyphs.ts';
import type {Picture} from '../../source/model/picture.ts';
import {emptyTailBuffer} from '../../source/store/tail-buffer.ts';
import {initialUi} from '../../source/store/ui.ts';
import type {Scene} from '../../source/tui/scene.ts';

const course: CourseState = {attempts: new Map(), current: null, conditions: [], journal: [], trouble: null};

/** What panes draw of a picture, as the monitor is when it has just begun. */
export const sceneOf = (picture: Picture): Scene => {
  const ui = initialUi(2000);
  return {
    picture,
    findings: [],
    ui,
    course,
    tail: emptyTailBuffer(),
    tailTopics: null,
    cells: {now: picture.now, timeForm: ui.timeForm, isAscii: false},
    glyphs: glyphsFor(false),
  };
};
