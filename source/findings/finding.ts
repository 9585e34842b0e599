import type {Picture} from '../model/picture.ts';

export type Severity = 'critical' | 'warning' | 'info';

/** What a finding is about; `id` is the broker's id, the container's name, `topic-partition`, the group's id … */
export interface Subject {
  readonly kind:
    | 'lab'
    | 'broker'
    | 'container'
    | 'topic'
    | 'partition'
    | 'group'
    | 'connector'
    | 'worker'
    | 'machine';
  readonly id: string;
}

/** A command line that shows or fixes the same thing, filled in with the target's endpoints. */
export interface CommandLine {
  readonly line: string;
  /** What it does, as a short phrase. */
  readonly does: string;
}

/** Something that is wrong: the `w` card, a row of the health line, a problem of `status`. */
export interface Finding {
  /** The rule's id, e.g. `broker-killed-unnoticed`. */
  readonly id: string;
  readonly severity: Severity;
  readonly subject: Subject;
  /** What is wrong, with its numbers: one sentence. */
  readonly sentence: string;
  /** The rule, as a sentence: when this finding fires. */
  readonly rule: string;
  /** The figures behind it, as `name: value`. */
  readonly figures: readonly (readonly [name: string, value: string])[];
  /** The Kafka or Docker concept, in two sentences. */
  readonly concept: string;
  readonly commands: readonly CommandLine[];
}

/** One rule: finds all its findings in a picture. One rule a file, all rules in `index.ts`. */
export interface Rule {
  readonly id: string;
  find(picture: Picture): readonly Finding[];
}
