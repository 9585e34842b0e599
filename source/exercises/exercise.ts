import type {Values} from '../actions/writes/write.ts';
import type {LabEvent} from '../model/event.ts';
import type {Picture} from '../model/picture.ts';

/** One thing that has to be so, with the figures that it is judged on; true or not, it is a sentence. */
export interface Condition {
  readonly sentence: string;
  readonly isMet: boolean;
}

/** What a step is judged by: what the panes show now, and what happened since the exercise began. */
export interface Evidence {
  readonly picture: Picture;
  /** Events since the start, oldest first. */
  readonly journal: readonly LabEvent[];
  /** Those of them that came after the step before this one was met: by their order, for a clock may jump. */
  readonly recent: readonly LabEvent[];
  /** Log ends by `topic/partition` as they were at the start, or when a step that is a baseline was met. */
  readonly before: ReadonlyMap<string, number>;
  /** When the step before this one was met (ms since the epoch); the start for the first. */
  readonly since: number;
}

/** A key that is pressed, or a command chosen in the palette, with what its dialogs are answered. */
export interface Move {
  /** A command's id: `container.stop`. */
  readonly command: string;
  /** The row that it is done on: a pane, and the id of a row; `broker 2` and `quorum` are containers by what they run. */
  readonly on?: {readonly view: string; readonly pane: string; readonly row: string};
  /** What its form is filled with; what it asks is answered with yes. */
  readonly answers?: Values;
  /** It is done again and again until the step is met: it only looks, and what it looks for takes its time. */
  readonly isRepeated?: true;
  /** Where its form is to be refused: what is said then; the form is left after that. */
  readonly refusal?: string;
}

export interface Step {
  readonly id: string;
  /** What to do, in a sentence or two. */
  readonly text: string;
  /** What stands for it on a command line, with this lab's names; `commandLineOf` adds its engine, or which lab it is. */
  readonly line?: (picture: Picture) => string;
  readonly proof: (evidence: Evidence) => readonly Condition[];
  /** Whether log ends count from here on: what was written until it was met, however much, proves no later step. */
  readonly isBaseline?: true;
  /** What does it, by the screen alone. */
  readonly solution: readonly Move[];
}

/** A topic that has to be there before the first step; made where it is not. */
export interface SetupTopic {
  readonly topic: string;
  readonly partitions: number;
  readonly replicas: number;
  readonly configs?: string;
}

/** An exercise as data; one is a file, and a line in `index.ts`. */
export interface Exercise {
  readonly id: string;
  readonly chapter: string;
  readonly title: string;
  /** What it teaches, in a few sentences. */
  readonly concept: string;
  /** Why it cannot be done on this lab; null where it can. */
  readonly against?: (picture: Picture) => string | null;
  readonly setup: readonly SetupTopic[];
  /** Topics of which the proofs judge what is in them: their records are read while it is done (`world.records`). */
  readonly reads?: (picture: Picture) => readonly string[];
  /** Met one after the other; what was met stays met. */
  readonly steps: readonly Step[];
  readonly hints: readonly string[];
}
