import type {Clock} from '../clock.ts';
import type {ContextId, CourseControl, MessagesControl} from '../commands/command.ts';
import type {Finding} from '../findings/finding.ts';
import {findingsOf} from '../findings/index.ts';
import {glyphsFor} from '../format/glyphs.ts';
import {type Picture, pictureOf} from '../model/picture.ts';
import type {World} from '../model/world.ts';
import type {Store} from '../store/store.ts';
import {type Dialog, topDialog, type Ui} from '../store/ui.ts';
import {panesOf} from './layout.ts';
import {allPanes} from './panes/index.ts';
import type {Look, Pane} from './panes/pane.ts';
import type {Scene} from './scene.ts';
import {drawScreen, type Screen, type Size} from './screen.ts';

/** The picture, and what is wrong in it. */
export interface Glance {
  readonly picture: Picture;
  readonly findings: readonly Finding[];
}

/** What the user sees at one moment: the scene, the panes of its view, and which of them has the focus. */
export interface Seen {
  readonly scene: Scene;
  readonly looks: ReadonlyMap<string, Look>;
  readonly focused: Pane;
}

/** Where the world and the state of the screen become what is seen; nothing is changed here. */
export interface Seeing {
  glance(): Glance;
  see(): Seen;
  /** In whose keys a chord is looked up, the nearest first. */
  contextsOf(seen: Seen): readonly ContextId[];
  draw(seen: Seen): Screen;
}

interface SeeingOptions {
  readonly world: Store<World>;
  readonly ui: Store<Ui>;
  readonly clock: Clock;
  readonly links: {
    readonly course: Pick<CourseControl, 'state'>;
    readonly messages: Pick<MessagesControl, 'buffer' | 'topics'>;
  };
  readonly size: () => Size;
  readonly isAscii: boolean;
}

export const contextOf = (dialog: Dialog): ContextId =>
  dialog.kind === 'palette' && !dialog.isFiltered ? 'menu' : dialog.kind;

export const createSeeing = ({world, ui, clock, links, size, isAscii}: SeeingOptions): Seeing => {
  let pictured: ({readonly world: World} & Glance) | undefined;

  const glance = (): Glance => {
    const now = world.get();
    if (pictured && (pictured.world === now || ui.get().pausedAt !== null)) return pictured;
    const picture = pictureOf(now, clock.now());
    pictured = {world: now, picture, findings: findingsOf(picture)};
    return pictured;
  };

  const see = (): Seen => {
    const state = ui.get();
    const {picture, findings} = glance();
    const scene: Scene = {
      picture,
      findings,
      ui: state,
      course: links.course.state(),
      tail: links.messages.buffer(),
      tailTopics: links.messages.topics(),
      cells: {now: picture.now, timeForm: state.timeForm, isAscii},
      glyphs: glyphsFor(isAscii),
    };
    const ids = panesOf(state.view);
    const panes = ids.flatMap(id => allPanes.get(id) ?? []);
    const looks = new Map(panes.map(pane => [pane.id, pane.look(scene)]));
    const wanted = state.focus.get(state.view);
    const focused = panes.find(pane => pane.id === wanted) ?? panes[0];
    if (!focused) throw new Error(`The view ${state.view} has no pane.`);
    return {scene, looks, focused};
  };

  const contextsOf = (seen: Seen): readonly ContextId[] => {
    const dialog = topDialog(ui.get());
    return dialog ? [contextOf(dialog)] : [...seen.focused.contexts, 'list', 'global'];
  };

  const draw = (seen: Seen): Screen =>
    drawScreen(seen.scene, size(), seen.looks, seen.focused.id, contextsOf(seen));

  return {glance, see, contextsOf, draw};
};
