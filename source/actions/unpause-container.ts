import type {ContainerActionContext, Outcome} from './action.ts';
import {containerAction} from './container-action.ts';

/** Lets a paused container go on. */
export const unpauseContainer = (context: ContainerActionContext, name: string): Promise<Outcome> =>
  containerAction('unpause', context, name);
