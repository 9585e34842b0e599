import {execIn} from '../../actions/exec.ts';
import type {TargetContext} from '../command.ts';
import {exitCodes, unmet, unreachable, wrongUsage} from '../exit.ts';

/** Runs a command in a container, on the terminal where there is one on both sides, and ends with its exit code. */
export const run = async (context: TargetContext): Promise<number> => {
  const {docker, target, io, names} = context;
  const [name = '', ...command] = names;
  if (command.length === 0)
    throw wrongUsage('exec needs a command to run.', 'For example: kafka-lab exec kafka1 ls /.');
  if (docker === null) throw unreachable('No Docker Engine is looked at.', 'Name one with --docker-host.');
  const loan = await io.lendTerminal();
  try {
    const code = await execIn(
      docker,
      target,
      name,
      command,
      loan ?? {
        tty: null,
        signal: io.signal,
        onPart: ({stream, bytes}) => io.writeBytes(stream, bytes),
      },
    );
    if (io.signal.aborted) return exitCodes.interrupted;
    if (code !== null) return code;
    throw unmet(`How the command in ${name} ended is not known: it was left, or the connection broke.`);
  } finally {
    loan?.takeBack();
  }
};
