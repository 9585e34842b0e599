import {type ContainerActionContext, type Outcome, readOnlyReason} from '../../actions/action.ts';
import {consequences} from '../../actions/consequences.ts';
import {containerActions, disruptiveVerbs, equivalents} from '../../actions/containers.ts';
import {bringBack, missingParts} from '../../actions/lab/bring-back.ts';
import type {ContainerVerb} from '../../clients/docker/client.ts';
import type {TargetContext} from '../command.ts';
import {confirm} from '../confirm.ts';
import {exitCodes, unmet, unreachable} from '../exit.ts';
import {isSet} from '../flag.ts';
import {composeOf} from '../lab-context.ts';
import {type NamedOutcome, printOutcomes} from '../outcomes.ts';
import {writeLine} from '../print.ts';
import {readWhole} from '../reading.ts';

const capital = (text: string): string => `${text[0]?.toUpperCase() ?? ''}${text.slice(1)}`;

const isAgreed = async (context: TargetContext, verb: ContainerVerb): Promise<boolean> => {
  if (!disruptiveVerbs.includes(verb)) return true;
  if (isSet(context.flags, 'yes') || !context.io.input.isTerminal) return confirm(context, [], '');
  const picture = await readWhole(context, {isSampled: false});
  const [, docker = ''] = equivalents(verb, context.names, context.target);
  const follows = [...consequences(verb, picture, context.names), `The same by hand: ${docker}`];
  return confirm(context, follows, `${capital(verb)} ${context.names.join(', ')}?`);
};

/** Starting what was removed makes it again. */
const perform = async (
  context: TargetContext,
  verb: ContainerVerb,
  action: ContainerActionContext,
  name: string,
): Promise<Outcome> => {
  if (verb === 'start') {
    const containers = await action.docker.list();
    if (missingParts(action.target, containers).some(({container}) => container === name))
      return bringBack(
        {
          docker: action.docker,
          compose: composeOf(context, action.docker.host),
          signal: context.io.signal,
        },
        action.target,
        name,
      );
  }
  return containerActions[verb](action, name);
};

/** Does one thing to each named container of the lab, one after the other. */
export const runVerb = async (verb: ContainerVerb, context: TargetContext): Promise<number> => {
  const {docker, target, names, io} = context;
  if (docker === null) throw unreachable('No Docker Engine is looked at.', 'Name one with --docker-host.');
  const reason = readOnlyReason(target);
  if (reason !== null) throw unmet(reason);
  if (!(await isAgreed(context, verb))) {
    if (!io.signal.aborted) await writeLine(io.err, 'Nothing was done.');
    return io.signal.aborted ? exitCodes.interrupted : exitCodes.unmet;
  }
  const action: ContainerActionContext = {docker, target};
  const outcomes: NamedOutcome[] = [];
  for (const name of new Set(names)) {
    if (io.signal.aborted) outcomes.push({name, isDone: false, answer: `${name}: cancelled.`});
    else outcomes.push({name, ...(await perform(context, verb, action, name))});
  }
  return printOutcomes(context, target, outcomes);
};
