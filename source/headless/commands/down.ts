import {readOnlyStart} from '../../actions/action.ts';
import {down, planDown} from '../../actions/lab/down.ts';
import type {EngineContext} from '../command.ts';
import {confirm} from '../confirm.ts';
import {exitCodes, unmet} from '../exit.ts';
import {isSet} from '../flag.ts';
import {labContext} from '../lab-context.ts';
import {printOutcomes} from '../outcomes.ts';
import {writeLine} from '../print.ts';

/** Takes the lab down; says what is kept and what is lost. */
export const run = async (context: EngineContext): Promise<number> => {
  const {flags, io, config} = context;
  if (config.isReadOnly) throw unmet(readOnlyStart);
  const isWithVolumes = isSet(flags, 'volumes');
  const lab = labContext(context);
  const plan = await planDown(lab, isWithVolumes);
  if (plan === null)
    return printOutcomes(context, null, [
      {name: 'down', isDone: true, answer: 'There is no lab: nothing to do.'},
    ]);
  const name = plan.project === null ? 'the lab' : `the lab (compose project ${plan.project})`;
  if (!(await confirm(context, plan.sentences, `Take ${name} down?`))) {
    if (!io.signal.aborted) await writeLine(io.err, 'Nothing was done.');
    return io.signal.aborted ? exitCodes.interrupted : exitCodes.unmet;
  }
  return printOutcomes(context, null, [{name: 'down', ...(await down(lab, plan, isWithVolumes))}]);
};
