import type {DockerClient} from '../clients/docker/client.ts';
import {EngineError} from '../clients/docker/failure.ts';
import type {OutputPart} from '../clients/docker/log-frames.ts';
import {roleOf} from '../clients/docker/role.ts';
import {UserError} from '../errors.ts';
import type {Target} from '../model/target.ts';
import {readOnlyReason} from './action.ts';
import {carry, type Tty} from './shell.ts';

/** Where a command runs: on the user's terminal, or with its two outputs apart. */
export type Outside =
  | {readonly tty: Tty}
  | {readonly tty: null; readonly signal: AbortSignal; readonly onPart: (part: OutputPart) => Promise<void>};

/**
 * Runs a command in a container of the lab; resolves with its exit code, null where that is not known. Throws a UserError
 * where the target is only read (what a command does nobody knows beforehand), or the container is not the lab's.
 */
export const execIn = async (
  docker: DockerClient,
  target: Target,
  name: string,
  command: readonly string[],
  outside: Outside,
): Promise<number | null> => {
  const reason = readOnlyReason(target);
  if (reason !== null) throw new UserError(reason);
  try {
    if (roleOf(await docker.inspect(name), target) !== 'lab')
      throw new UserError(`${name} is not one of the lab's containers: kafka-lab leaves it alone.`);
    if (outside.tty === null) return await docker.run(name, command, outside.signal, outside.onPart);
    const shell = await docker.shell(name, command, outside.tty.size);
    const end = await carry(shell, outside.tty);
    return end === 'left' ? null : await shell.exitCode();
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    if (error.status === 404)
      throw new UserError(`There is no container ${name}.`, 'kafka-lab containers lists them.');
    throw new UserError(`${name}: ${error.sentence}`);
  }
};
