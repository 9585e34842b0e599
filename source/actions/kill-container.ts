import type {ContainerActionContext, Outcome} from './action.ts';
import {containerAction} from './container-action.ts';

/** Ends a container at once (SIGKILL): to Kafka, as if the machine had lost power. */
export const killContainer = (context: ContainerActionContext, name: string): Promise<Outcome> =>
  containerAction('kill', context, name);
