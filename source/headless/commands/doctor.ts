import {type Check, judgeMachine} from '../../findings/machine/index.ts';
import type {Line} from '../../format/line.ts';
import {readMachine} from '../../queries/machine.ts';
import type {Context} from '../command.ts';
import {exitCodes} from '../exit.ts';
import {isSet} from '../flag.ts';
import {composeOf, filesOf} from '../lab-context.ts';
import {jsonObject, printJson, printLines, writeLine} from '../print.ts';

const lines = ({isOk, sentence, fix}: Check): readonly Line[] => [
  [{text: isOk ? 'ok     ' : 'not ok ', tone: isOk ? 'good' : 'bad'}, {text: sentence}],
  ...(fix === null ? [] : [[{text: `       ${fix}`, tone: 'accent' as const}]]),
];

/** Whether this machine can run the lab, with one fix a line. */
export const run = async (context: Context): Promise<number> => {
  const {clock, flags, io} = context;
  const {choice, docker} = context.openEngine();
  const machine = await readMachine({
    engine: choice,
    docker,
    compose: composeOf(context, choice.host),
    files: filesOf(flags),
    clock,
  });
  const {checks, missing, unseen} = judgeMachine(machine);
  const entries = missing.map(({why, sentence}) => ({path: '/checks', why, sentence}));
  if (isSet(flags, 'json')) {
    const fields = {checks: checks.map(({id, isOk, sentence, fix}) => ({id, isOk, sentence, fix}))};
    await printJson(io.out, jsonObject({at: machine.at, target: null, fields, missing: entries}).json);
  } else {
    await printLines(context, checks.flatMap(lines));
    for (const sentence of unseen) await writeLine(io.err, sentence);
  }
  if (checks.some(({isOk}) => !isOk)) return exitCodes.unmet;
  return missing.length > 0 ? exitCodes.partly : exitCodes.fine;
};
