import {pull} from '../../actions/lab/pull.ts';
import type {EngineContext} from '../command.ts';
import {exitCodes} from '../exit.ts';
import {filesOf, labContext} from '../lab-context.ts';
import {printOutcomes} from '../outcomes.ts';

/** Pulls the images of the lab. */
export const run = async (context: EngineContext): Promise<number> => {
  const results = await pull(labContext(context), filesOf(context.flags));
  const code = await printOutcomes(
    context,
    null,
    results.map(result => ({...result, answer: `${result.name}: ${result.answer}`})),
  );
  return context.io.signal.aborted ? exitCodes.interrupted : code;
};
