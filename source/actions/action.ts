import type {DockerClient} from '../clients/docker/client.ts';
import type {Target} from '../model/target.ts';

/** What an action came to, in the words of the server that did or refused it. */
export interface Outcome {
  readonly isDone: boolean;
  readonly answer: string;
}

/** What actions on containers work with. */
export interface ContainerActionContext {
  readonly docker: DockerClient;
  readonly target: Target;
}

export const done = (answer: string): Outcome => ({isDone: true, answer});
export const refused = (answer: string): Outcome => ({isDone: false, answer});

/** Why nothing may be changed at all, where the user wants it so. */
export const readOnlyStart = 'kafka-lab was started with --read-only.';

/** Why nothing may be changed on this target, or null. */
export const readOnlyReason = (target: Target): string | null => {
  if (!target.isReadOnly) return null;
  return target.kind === 'cluster'
    ? `${target.name} is a named cluster: only --write lets it be changed.`
    : readOnlyStart;
};
