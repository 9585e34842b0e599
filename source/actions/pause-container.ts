import type {ContainerActionContext, Outcome} from './action.ts';
import {containerAction} from './container-action.ts';

/** How often it is asked of the engine. */
const tries = 3;

/**
 * Freezes every process of a container: its connections stay open, and nothing answers. Under cgroup v1 the engine
 * gives up where a process begins just then, as that of a health check: it is asked again.
 */
export const pauseContainer = async (context: ContainerActionContext, name: string): Promise<Outcome> => {
  let outcome = await containerAction('pause', context, name);
  for (let tried = 1; tried < tries && /unable to freeze/.test(outcome.answer); tried += 1)
    outcome = await containerAction('pause', context, name);
  return outcome;
};
