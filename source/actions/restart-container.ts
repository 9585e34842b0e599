import type {ContainerActionContext, Outcome} from './action.ts';
import {containerAction} from './container-action.ts';

/** Stops a container of the lab gracefully and starts it again. */
export const restartContainer = (context: ContainerActionContext, name: string): Promise<Outcome> =>
  containerAction('restart', context, name);
