import type {Line} from '../format/line.ts';
import type {TimeForm} from '../tables/column.ts';

/** The views in the order of their keys. */
export const viewIds = [
  'dashboard',
  'containers',
  'brokers',
  'topics',
  'groups',
  'messages',
  'connect',
  'events',
  'learn',
] as const;

export type ViewId = (typeof viewIds)[number];

/** What one pane remembers. The selection is kept by row id, so that it survives every refresh. */
export interface PaneState {
  readonly selected: string | null;
  readonly filter: string;
  readonly sort: {readonly column: string; readonly isDown: boolean} | null;
  readonly marked: ReadonlySet<string>;
  /** Columns after the first that are scrolled out of sight. */
  readonly skipped: number;
  /** Whether the newest row is followed. */
  readonly isFollowing: boolean;
}

/** A line of text being edited. `cursor` counts characters (code points are not split). */
export interface Input {
  readonly text: string;
  readonly cursor: number;
}

/** One field of a form; a choice is moved through with left and right. */
export interface Field {
  readonly id: string;
  readonly label: string;
  readonly help: string;
  readonly input: Input;
  readonly choices?: readonly string[];
}

/** An entry of a menu or of the palette. `reason` says why it cannot be used now. */
export interface Choice {
  readonly id: string;
  readonly title: string;
  readonly keys: string;
  readonly reason: string | null;
}

/** What stands above a question: what follows, what changes row by row, and the command lines that do the same. */
export interface About {
  readonly lines: readonly string[];
  /** Cells by their heading, in the order of the first row. */
  readonly preview?: readonly Readonly<Record<string, string>>[];
  readonly commandLines: readonly string[];
}

/** What lies over the panes. The last of the stack has the keys. */
export type Dialog =
  | {
      readonly kind: 'input';
      readonly purpose: 'filter' | 'search';
      readonly pane: string;
      readonly input: Input;
    }
  | {
      readonly kind: 'palette';
      readonly title: string;
      readonly choices: readonly Choice[];
      readonly input: Input;
      readonly selected: number;
      readonly isFiltered: boolean;
      readonly onChoose: (id: string) => void;
    }
  | (About & {
      readonly kind: 'confirm';
      readonly title: string;
      readonly onYes: () => void;
    })
  | {
      readonly kind: 'form';
      readonly title: string;
      readonly about?: About;
      readonly fields: readonly Field[];
      readonly focus: number;
      /** Whether something was changed in the field that has the focus: before, what is typed takes the place of all of it. */
      readonly isTouched?: boolean;
      readonly error: string | null;
      /** Returns what is wrong, or null when it was accepted. */
      readonly onSubmit: (values: Readonly<Record<string, string>>) => string | null;
    }
  | {
      /** A text to read: detail, help, `w` card, logs. `lines` is asked at each frame. */
      readonly kind: 'text';
      readonly title: string;
      readonly lines: (width: number) => readonly Line[];
      readonly top: number;
      readonly search: string;
      readonly isFollowing: boolean;
      /** What `c` copies instead of the text, e.g. the command lines of a `w` card. */
      readonly copies: string | null;
      /** Of a log: what of it is shown. */
      readonly log?: LogView;
      readonly onClose?: () => void;
    };

/** How the log of containers is read. */
export interface LogView {
  readonly containers: readonly string[];
  readonly level: 'all' | 'warnings' | 'errors';
  /** Whether a trace is shown as its first line. */
  readonly isFolded: boolean;
}

export interface Notice {
  readonly id: number;
  readonly tone: 'good' | 'warn' | 'bad' | 'info';
  readonly text: string;
}

/** A job that the user owns and that goes on while other things are looked at, e.g. test events or `up`. */
export interface Job {
  readonly id: number;
  readonly title: string;
  readonly sentence: string;
  readonly isRunning: boolean;
  readonly cancel: () => void;
}

export interface Ui {
  readonly view: ViewId;
  readonly focus: ReadonlyMap<ViewId, string>;
  readonly panes: ReadonlyMap<string, PaneState>;
  readonly isZoomed: boolean;
  readonly dialogs: readonly Dialog[];
  readonly notices: readonly Notice[];
  readonly jobs: readonly Job[];
  readonly timeForm: TimeForm;
  /** Milliseconds between polls. */
  readonly every: number;
  /** When the view was paused (ms since the epoch): it then shows the world of that moment. */
  readonly pausedAt: number | null;
  /** Whether the engine's other containers, and internal topics, are listed too. */
  readonly isShowingAll: boolean;
}

const newPane: PaneState = {
  selected: null,
  filter: '',
  sort: null,
  skipped: 0,
  marked: new Set(),
  isFollowing: true,
};

export const initialUi = (every: number, timeForm: TimeForm = 'clock'): Ui => ({
  view: 'dashboard',
  focus: new Map(),
  panes: new Map(),
  isZoomed: false,
  dialogs: [],
  notices: [],
  jobs: [],
  timeForm,
  every,
  pausedAt: null,
  isShowingAll: false,
});

export const paneState = (ui: Ui, pane: string): PaneState => ui.panes.get(pane) ?? newPane;

export const withPane = (ui: Ui, pane: string, change: Partial<PaneState>): Ui => ({
  ...ui,
  panes: new Map(ui.panes).set(pane, {...paneState(ui, pane), ...change}),
});

export const withDialog = (ui: Ui, dialog: Dialog): Ui => ({...ui, dialogs: [...ui.dialogs, dialog]});

export const topDialog = (ui: Ui): Dialog | undefined => ui.dialogs.at(-1);

/** Replaces the dialog that has the keys; the same when there is none. */
export const withTopDialog = (ui: Ui, change: (dialog: Dialog) => Dialog): Ui => {
  const dialog = topDialog(ui);
  return dialog ? {...ui, dialogs: [...ui.dialogs.slice(0, -1), change(dialog)]} : ui;
};

export const withoutTopDialog = (ui: Ui): Ui => ({...ui, dialogs: ui.dialogs.slice(0, -1)});

/** In the order in which they were started. */
export const jobsInOrder = ({jobs}: Ui): readonly Job[] => jobs.toSorted((one, other) => one.id - other.id);

export const withJob = (ui: Ui, job: Job): Ui => ({
  ...ui,
  jobs: [...ui.jobs.filter(other => other.id !== job.id), job],
});
