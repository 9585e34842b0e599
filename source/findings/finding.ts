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
    | 'slot'
    | 'machine';
  readonly id: string;
}

/** A command line that shows or fixes the same thing, filled in with the target's endpoints. */
export interface CommandLine {
  readonly line: string;
  /** What it does, as a short phrase. */
  readonly does: string;
}

/** A figure behind a finding: `name: value`. */
export type Figure = readonly [name: string, value: string];

/** Something that is wrong: the `w` card, a row of the health line, a problem of `status`. */
export interface Finding {
  /** The rule's id, e.g. `broker-killed-unnoticed`. */
  readonly id: string;
  readonly severity: Severity;
  readonly subject: Subject;
  /** What else it is about: the partitions, topics and containers that it explains. */
  readonly also: readonly Subject[];
  /** What is wrong, with its numbers: one sentence. */
  readonly sentence: string;
  /** The rule, as a sentence: when this finding fires. */
  readonly rule: string;
  /** The figures behind it, as `name: value`. */
  readonly figures: readonly Figure[];
  /** The Kafka or Docker concept, in two sentences. */
  readonly concept: string;
  readonly commands: readonly CommandLine[];
}

/** What a rule finds; the rest of the finding is the rule's own. */
export type Found = Pick<Finding, 'severity' | 'subject' | 'sentence' | 'figures' | 'commands'> &
  Partial<Pick<Finding, 'also' | 'concept'>>;

/** One rule: finds all its findings in a picture. One rule a file, all rules in `index.ts`. */
export interface Rule {
  readonly id: string;
  /** When it fires, as a sentence. */
  readonly rule: string;
  /** The Kafka or Docker concept behind it, in two sentences. */
  readonly concept: string;
  find(picture: Picture): readonly Found[];
}

/** Whether a finding explains what is wrong with something. */
export const isAbout = ({subject, also}: Finding, {kind, id}: Subject): boolean =>
  (subject.kind === kind && subject.id === id) || also.some(other => other.kind === kind && other.id === id);
