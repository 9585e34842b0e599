import type {CourseState} from '../exercises/course.ts';
import type {Finding} from '../findings/finding.ts';
import type {Glyphs} from '../format/glyphs.ts';
import type {Picture} from '../model/picture.ts';
import type {TailBuffer} from '../store/tail-buffer.ts';
import type {Ui} from '../store/ui.ts';
import type {CellContext} from '../tables/column.ts';

/** All that one frame is drawn from. Panes are pure functions of it. */
export interface Scene {
  readonly picture: Picture;
  readonly findings: readonly Finding[];
  readonly ui: Ui;
  readonly course: CourseState;
  readonly tail: TailBuffer;
  /** The topics of the tail; null: all that are not internal. */
  readonly tailTopics: readonly string[] | null;
  readonly cells: CellContext;
  readonly glyphs: Glyphs;
}
