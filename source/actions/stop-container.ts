import type {ContainerActionContext, Outcome} from './action.ts';
import {containerAction} from './container-action.ts';

/** Stops a container of the lab: SIGTERM, and SIGKILL where it still runs after its grace period. */
export const stopContainer = (context: ContainerActionContext, name: string): Promise<Outcome> =>
  containerAction('stop', context, name);
