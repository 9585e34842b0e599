import type {Tty} from '../actions/shell.ts';
import type {RowValues, TableColumn, TableName} from '../actions/table-rows.ts';
import type {Plan, Values, Write} from '../actions/writes/write.ts';
import type {Clock} from '../clock.ts';
import type {CourseState} from '../exercises/course.ts';
import type {Finding, Subject} from '../findings/finding.ts';
import type {Line} from '../format/line.ts';
import type {Picture} from '../model/picture.ts';
import type {TailStart} from '../model/record.ts';
import type {World} from '../model/world.ts';
import type {Store} from '../store/store.ts';
import type {TailBuffer} from '../store/tail-buffer.ts';
import type {Ui} from '../store/ui.ts';
import type {CellContext} from '../tables/column.ts';

/** Where a command's keys work. The focused pane has the noun's context, then `list`; `global` comes last. */
export type ContextId =
  | 'global'
  | 'list'
  | 'containers'
  | 'messages'
  | 'topics'
  | 'groups'
  | 'text'
  | 'input'
  | 'palette'
  | 'menu'
  | 'confirm'
  | 'form';

/** The pane that has the focus, as far as commands need it. */
export interface FocusedPane {
  readonly id: string;
  readonly noun: string;
  /** Row ids as they are listed now, filtered and sorted. */
  readonly ids: readonly string[];
  readonly selected: string | null;
  /** Rows that fit. */
  readonly pageSize: number;
  /** Columns that can be scrolled out of sight; 0 where all fit. */
  readonly mostSkipped: number;
  /** Columns that it can be sorted by, and how it is sorted now. */
  readonly columns: readonly string[];
  readonly sort: {readonly column: string; readonly isDown: boolean};
  /** What a row is about, for `w`, `x` and the actions; null where it is about nothing that can be acted on. */
  subject(id: string): Subject | null;
  /** The row as plain text, for `c`. */
  text(id: string): string;
  /** Opens the detail of a row. */
  open(id: string): void;
}

/** What an action answered: shown as a notice. */
export interface Outcome {
  readonly isDone: boolean;
  readonly answer: string;
}

export type ContainerVerb = 'start' | 'stop' | 'restart' | 'pause' | 'unpause' | 'kill' | 'remove';

/** The writes of the target, bound to its clients; each reports what the server answered. */
export interface LabActions {
  /** Why nothing may be written now, or null. */
  readonly readOnlyReason: string | null;
  container(verb: ContainerVerb, name: string): Promise<Outcome>;
  /** Why no shell can be run in a container here; undefined where one can. */
  readonly whyNoShell: string | undefined;
  /** Carries the terminal into a container until the shell there ends. */
  shell(name: string, tty: Tty): Promise<Outcome>;
  /** Names of the lab's containers that were removed; `extra` are those that it can have besides. */
  missing(kind: 'removed' | 'extra'): readonly string[];
  /** Makes one of them and starts it. */
  bringBack(name: string): Promise<Outcome>;
  /** The sentences that a confirmation says: what follows when these containers stop. */
  consequences(verb: ContainerVerb, names: readonly string[]): readonly string[];
  /** The command lines that stand for the same: ours, then Docker's. */
  commandLines(verb: ContainerVerb, names: readonly string[]): readonly string[];
  /** Starts a job that produces test events; null, or what is wrong with the values. */
  produce(values: Readonly<Record<string, string>>): string | null;
  /** Works out what a write would do. Throws a UserError with what is wrong. */
  plan(write: Write, names: readonly string[], values: Values): Promise<Plan>;
  /** The command line of ours for a write. */
  ownLine(write: Write, names: readonly string[], values: Values): string;
  /** Does what was planned, as a job that says what came of it; `onDone` where all of it was done. */
  carryOut(plan: Plan, onDone?: () => void): void;
  /** Why no lab may be brought up; undefined where one may. */
  readonly whyNoUp: string | undefined;
  up(isOffline: boolean): void;
  down(): void;
  /** Why no practice lab can be used now: a target is chosen once. Undefined where one can. */
  readonly whyNoPractice: string | undefined;
  practice(): void;
}

/** The message tail: what it reads, and from where. */
export interface MessagesControl {
  buffer(): TailBuffer;
  /** The topics that are read; `null`: every topic that is not internal. */
  readonly topics: () => readonly string[] | null;
  read(topics: readonly string[] | null, start: TailStart): void;
  setPaused(isPaused: boolean): void;
}

/** The exercises: what a user begins, is helped with, and hands in. */
export interface CourseControl {
  state(): CourseState;
  /** Sets an exercise up and begins it; says what came of it by notices. */
  start(id: string): void;
  /** Goes on with an exercise that was begun and left, where it was. */
  resume(id: string): void;
  hint(): void;
  leave(): void;
  /** The report to be read, and the same for programs. */
  report(): {readonly markdown: string; readonly json: string};
}

/** Demo consumers: what runs, and how it is started and changed. */
export interface ConsumersControl {
  /** Those that run. */
  names(): readonly string[];
  /** Starts some by what a form says; null, or what is wrong with it. */
  start(values: Readonly<Record<string, string>>): string | null;
  /** Stops, kills, stalls, slows or lets go on; null, or what is wrong. */
  steer(values: Readonly<Record<string, string>>): string | null;
}

/** What was answered, as lines to be read. Throws what kept the answer from coming. */
export type Answer = Promise<(width: number, cells: CellContext) => readonly Line[]>;

/** What is not read at every poll, but asked for when the user wants to know it. */
export interface QuestionsControl {
  /** Every setting of a topic: value, source, default and meaning. */
  settings(topic: string): Answer;
  /** How the records of a topic lie in its log. */
  batches(topic: string): Answer;
  /** The last record of each key of a topic. */
  latest(topic: string): Answer;
  /** Where a client is sent that begins at an address (`host:port`). */
  address(address: string): Answer;
}

/** What a statement came to: a sentence, and a text with its rows. */
export interface SqlAnswer {
  readonly sentence: string;
  /** Rows that came or were changed; null where there is no such number. */
  readonly count: number | null;
  readonly text: Awaited<Answer>;
}

/** The target's PostgreSQL. What it refuses is an error with its sentence. */
export interface SqlControl {
  /** Why there is nothing to ask; undefined where there is. */
  readonly unavailable: string | undefined;
  /** Runs a statement that may only read; null where it wants to change something. */
  read(statement: string): Promise<SqlAnswer | null>;
  /** Runs a statement that may change something. */
  write(statement: string): Promise<SqlAnswer>;
  tables(): Promise<readonly TableName[]>;
  columns(table: TableName): Promise<readonly TableColumn[]>;
  rows(
    table: TableName,
    columns: readonly TableColumn[],
  ): Promise<{readonly rows: readonly RowValues[]; readonly isPart: boolean}>;
}

/** What the terminal does for a command. */
export interface Terminal {
  quit(): void;
  suspend(): void;
  /** Lends the terminal while something runs; the screen comes back however that ends. */
  handOver<Result>(run: (tty: Tty) => Promise<Result>): Promise<Result>;
  /** Puts text on the user's clipboard (OSC 52); returns the sentence that says so. */
  copy(text: string): string;
  /** Writes a text to a file in the working folder; returns the sentence that says where. */
  exportText(name: string, text: string, ending?: 'txt' | 'md' | 'json'): string;
}

/** All that a command may use: a plain object, built by the screen or by a test. */
export interface CommandContext {
  readonly ui: Store<Ui>;
  readonly world: Store<World>;
  readonly clock: Clock;
  picture(): Picture;
  findings(): readonly Finding[];
  readonly pane: FocusedPane;
  readonly lab: LabActions;
  readonly messages: MessagesControl;
  readonly course: CourseControl;
  readonly consumers: ConsumersControl;
  readonly questions: QuestionsControl;
  readonly sql: SqlControl;
  readonly terminal: Terminal;
  /** The panes of the view on screen, in the order of Tab. */
  readonly panes: readonly string[];
  /** The whole screen as plain text. */
  screen(): string;
  refresh(): void;
  setEvery(milliseconds: number): void;
  /** Follows containers' logs in a text over the panes, from their last lines or from a time (ms) on. */
  openLogs(containers: readonly string[], since?: number): void;
  /** Opens a text over the panes that shows an answer as soon as it comes. */
  openAnswer(title: string, answer: Answer): void;
  /** Goes to the next (1) or previous (-1) place of the text on top that holds what is searched for. */
  findInText(step: 1 | -1): void;
  /** The first line shown of the text on top, and what that can be at most. */
  textPlace(): {readonly top: number; readonly last: number};
  /** The text on top, whole. */
  wholeText(): string;
  /** The `w` card, the help and such texts, made where lines are made. */
  openText(kind: 'why' | 'help' | 'jobs' | 'impact', subject: Subject | null): void;
  /** The command's keys as they are written for a reader, e.g. `^D`. */
  keys(command: string): string;
  notify(tone: 'good' | 'warn' | 'bad' | 'info', text: string): void;
  /** Every command, for the palette and the menu of actions. */
  readonly commands: readonly Command[];
  run(command: string): void;
}

export interface Command<Id extends string = string> {
  readonly id: Id;
  /** As the palette shows it, e.g. `Stop the container`. */
  readonly title: string;
  /** One sentence for `?`. */
  readonly help: string;
  /** The context in which it makes sense; `x` offers those of the selected thing's noun. */
  readonly context: ContextId;
  /** Asks before it does anything, and is refused where the target is read-only. */
  readonly danger?: boolean;
  /** Writes: refused where the target is read-only. */
  readonly writes?: boolean;
  /** The nouns whose `x` menu offers it beside those of its context; `any` for all. */
  readonly isAction?: readonly string[];
  /** Whether the menu of the selected thing names it at all; without it, it does. */
  readonly isOffered?: (context: CommandContext) => boolean;
  /** A word or two for the footer; without it the footer does not name the command. */
  readonly hint?: string;
  /** Why it cannot be used now; undefined when it can. */
  readonly unavailable?: (context: CommandContext) => string | undefined;
  readonly run: (context: CommandContext) => void;
}
