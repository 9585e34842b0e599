import type {Context} from './command.ts';
import {wrongUsage} from './exit.ts';
import {isSet} from './flag.ts';
import {writeLine} from './print.ts';

/** Whether there is somebody to ask. */
export const canAsk = ({io}: Context): boolean => io.input.isTerminal && io.err.isTerminal;

/**
 * Says what follows, and asks. True without asking where `--yes` was given; wrong usage where neither that nor a
 * terminal is there.
 */
export const confirm = async (
  context: Context,
  consequences: readonly string[],
  question: string,
): Promise<boolean> => {
  const {io, flags} = context;
  if (isSet(flags, 'yes')) return true;
  if (!canAsk(context))
    throw wrongUsage('This asks first, and there is no terminal to ask on.', 'Give --yes to go ahead.');
  for (const sentence of consequences) await writeLine(io.err, `  ${sentence}`);
  const answer = await io.ask(`${question} [y/N] `);
  return /^y(es)?$/i.test(answer?.trim() ?? '');
};
