import type {ContainerActionContext, Outcome} from './action.ts';
import {containerAction} from './container-action.ts';

/** Freezes every process of a container: its connections stay open, and nothing answers. */
export const pauseContainer = (context: ContainerActionContext, name: string): Promise<Outcome> =>
  containerAction('pause', context, name);
