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

/** What is to be said of a machine; `missing` names the checks that could not be made. */
export const judgeMachine = (
  machine: Machine,
): {readonly checks: readonly Check[]; readonly missing: readonly Missing[]} => {
  const checks: Check[] = [];
  const missing: Missing[] = [];
  for (const rule of machineRules) {
    const said = rule.judge(machine);
    if (isUnknown(said)) missing.push({path: rule.id, why: said.unknown, sentence: said.sentence});
    else checks.push(...said);
  }
  return {checks, missing};
};
