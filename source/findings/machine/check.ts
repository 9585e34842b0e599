import type {Machine} from '../../model/machine.ts';
import type {Unknown} from '../../model/reading.ts';

/** One line of `doctor`: what was looked at, whether it is fine, and what to do where it is not. */
export interface Check {
  readonly id: string;
  readonly isOk: boolean;
  readonly sentence: string;
  /** A command line or one sentence; null where all is well. */
  readonly fix: string | null;
}

/** What a rule says: its checks, or why it could not look. */
export type Judgement = readonly Check[] | Unknown;

/** One rule a file, all rules in `index.ts`. */
export interface MachineRule {
  readonly id: string;
  /** What it looks at, as a sentence names it. */
  readonly what: string;
  judge(machine: Machine): Judgement;
}

export const ok = (id: string, sentence: string): Check => ({id, isOk: true, sentence, fix: null});
export const bad = (id: string, sentence: string, fix: string): Check => ({id, isOk: false, sentence, fix});
