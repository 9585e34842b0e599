import type {Machine} from '../../model/machine.ts';
import {isUnknown, type Missing} from '../../model/reading.ts';
import type {Check, MachineRule} from './check.ts';
import {compose} from './compose.ts';
import {disk} from './disk.ts';
import {engine} from './engine.ts';
import {images} from './images.ts';
import {lab} from './lab.ts';
import {listeners} from './listeners.ts';
import {memory} from './memory.ts';
import {permission} from './permission.ts';
import {ports} from './ports.ts';

export type {Check} from './check.ts';

/** In the order in which they are shown: each is of use only where those before it are fine. */
export const machineRules: readonly MachineRule[] = [
  engine,
  permission,
  compose,
  ports,
  memory,
  disk,
  images,
  lab,
  listeners,
];

/** What is to be said of a machine. */
export interface Judged {
  readonly checks: readonly Check[];
  /** The checks that could not be made, each with the reason. */
  readonly missing: readonly Missing[];
  /** The same in sentences: checks that one reason keeps away are named together. */
  readonly unseen: readonly string[];
}

export const judgeMachine = (machine: Machine): Judged => {
  const checks: Check[] = [];
  const missing: Missing[] = [];
  const kept = new Map<string, string[]>();
  for (const {id, what, judge} of machineRules) {
    const said = judge(machine);
    if (isUnknown(said)) {
      missing.push({path: id, why: said.unknown, sentence: `Not looked at: ${what}. ${said.sentence}`});
      kept.set(said.sentence, [...(kept.get(said.sentence) ?? []), what]);
    } else checks.push(...said);
  }
  const unseen = [...kept].map(([reason, whats]) => `Not looked at: ${whats.join(', ')}. ${reason}`);
  return {checks, missing, unseen};
};
