import type {Outcome} from '../actions/action.ts';
import type {Target} from '../model/target.ts';
import type {Context} from './command.ts';
import {exitCodes} from './exit.ts';
import {isSet} from './flag.ts';
import {jsonObject, printJson, writeLine} from './print.ts';

export type NamedOutcome = Outcome & {readonly name: string};

/** Prints what actions came to, and returns the exit code: 1 where one of them was refused or failed. */
export const printOutcomes = async (
  context: Context,
  target: Target | null,
  outcomes: readonly NamedOutcome[],
): Promise<number> => {
  const {io, flags, clock} = context;
  if (isSet(flags, 'json')) {
    const actions = outcomes.map(({name, isDone, answer}) => ({name, isDone, answer}));
    await printJson(io.out, jsonObject({at: clock.now(), target, fields: {actions}}).json);
  } else {
    for (const {isDone, answer} of outcomes) await writeLine(isDone ? io.out : io.err, answer);
  }
  return outcomes.every(({isDone}) => isDone) ? exitCodes.fine : exitCodes.unmet;
};
