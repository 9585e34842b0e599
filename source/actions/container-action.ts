import type {ContainerVerb} from '../clients/docker/client.ts';
import type {InspectedContainer} from '../clients/docker/decode.ts';
import {EngineError} from '../clients/docker/failure.ts';
import {roleOf} from '../clients/docker/role.ts';
import {type ContainerActionContext, done, type Outcome, readOnlyReason, refused} from './action.ts';

/** Milliseconds that the engine gets beyond the time that the container itself may take. */
const margin = 15_000;

const deadlineOf = (verb: ContainerVerb, {stopSeconds}: InspectedContainer): number =>
  verb === 'stop' || verb === 'restart' ? stopSeconds * 1000 + margin : margin;

const exitCodes: Readonly<Record<number, string>> = {
  0: 'a clean end',
  137: 'SIGKILL',
  143: 'it obeyed SIGTERM',
};

/** What became of it, as the engine says after the call. */
const result = (name: string, {state, exitCode}: InspectedContainer): string => {
  if (state !== 'exited') return `${name} is ${state}.`;
  const meaning = exitCodes[exitCode ?? -1];
  return `${name} ended with exit code ${exitCode ?? 'unknown'}${meaning === undefined ? '' : ` (${meaning})`}.`;
};

/**
 * Does one thing to one container of the lab. Refused on a target that is only read, and for every container that is
 * not the lab's: the engine may hold others that are none of our business.
 */
export const containerAction = async (
  verb: ContainerVerb,
  {docker, target}: ContainerActionContext,
  name: string,
): Promise<Outcome> => {
  const reason = readOnlyReason(target);
  if (reason !== null) return refused(reason);
  let id = name;
  try {
    const container = await docker.inspect(name);
    id = container.id;
    if (roleOf(container, target) !== 'lab')
      return refused(`${name} is not one of the lab's containers: kafka-lab leaves it alone.`);
    const answer = await docker.act(verb, container.id, deadlineOf(verb, container));
    if (verb === 'remove') return done(`${name} is removed. kafka-lab start ${name} makes it again.`);
    const after = await docker.inspect(container.id);
    return done(answer === 'already' ? `Nothing to do: ${result(name, after)}` : result(name, after));
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    // The engine names the container by an id that nobody knows it by.
    const sentence = error.sentence.replaceAll(id, name);
    return refused(
      error.status === 404
        ? `There is no container ${name}. kafka-lab containers lists them.`
        : `${name}: ${sentence}`,
    );
  }
};
