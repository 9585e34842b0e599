import {isUnknown} from '../../model/reading.ts';
import {bad, type MachineRule, ok} from './check.ts';

const fix = 'sudo usermod -aG docker $USER, then log out and in again (or run this with sudo).';

export const permission: MachineRule = {
  id: 'permission',
  what: 'who may use the engine',
  judge({engine}) {
    if (!isUnknown(engine)) return [ok('permission', 'This user may use the engine.')];
    if (engine.unknown !== 'not-authorised') return engine;
    return [bad('permission', "This user is not allowed to open the engine's socket.", fix)];
  },
};
