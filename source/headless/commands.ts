import type {Described} from './help.ts';

export const commands: readonly Described[] = [];
