import type {ContainerActionContext, Outcome} from './action.ts';
import {containerAction} from './container-action.ts';

/** Starts a container of the lab. */
export const startContainer = (context: ContainerActionContext, name: string): Promise<Outcome> =>
  containerAction('start', context, name);
