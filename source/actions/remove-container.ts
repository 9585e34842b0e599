import type {ContainerActionContext, Outcome} from './action.ts';
import {containerAction} from './container-action.ts';

/** Removes a container, running or not (SIGKILL). What it stored in named volumes stays. */
export const removeContainer = (context: ContainerActionContext, name: string): Promise<Outcome> =>
  containerAction('remove', context, name);
