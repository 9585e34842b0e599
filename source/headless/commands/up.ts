import {readOnlyStart} from '../../actions/action.ts';
import type {NameConflict} from '../../actions/lab/conflicts.ts';
import {findConflicts, type UpOptions, up} from '../../actions/lab/up.ts';
import type {EngineContext} from '../command.ts';
import {canAsk, confirm} from '../confirm.ts';
import {exitCodes, unmet, wrongUsage} from '../exit.ts';
import {isSet, numberOf} from '../flag.ts';
import {filesOf, labContext} from '../lab-context.ts';
import {jsonObject, printJson, writeLine} from '../print.ts';

const describe = (conflicts: readonly NameConflict[]): readonly string[] =>
  conflicts.map(({names, owner}) => `${names.join(', ')}: ${owner}`);

/** What becomes of containers of others that have the lab's names: by flag, or asked for. */
const chooseNames = async (
  context: EngineContext,
  conflicts: readonly NameConflict[],
): Promise<UpOptions['names'] | null> => {
  const {flags, io} = context;
  if (isSet(flags, 'adopt')) return 'adopt';
  if (isSet(flags, 'replace')) {
    const follows = describe(conflicts).map(each => `Stops and removes ${each}`);
    return conflicts.length === 0 || (await confirm(context, follows, 'Replace them?')) ? 'replace' : null;
  }
  if (conflicts.length === 0 || !canAsk(context) || isSet(flags, 'yes')) return 'refuse';
  await writeLine(io.err, "Containers with the lab's names are there already:");
  for (const each of describe(conflicts)) await writeLine(io.err, `  ${each}`);
  const answer = (await io.ask('Adopt them, replace them, or leave everything as it is? [a/r/N] '))
    ?.trim()
    .toLowerCase();
  if (answer === 'a' || answer === 'adopt') return 'adopt';
  return answer === 'r' || answer === 'replace' ? 'replace' : null;
};

/** Brings the lab up and waits until it is ready. */
export const run = async (context: EngineContext): Promise<number> => {
  const {flags, io, clock, config} = context;
  if (config.isReadOnly) throw unmet(readOnlyStart);
  if (isSet(flags, 'adopt') && isSet(flags, 'replace'))
    throw wrongUsage('--adopt and --replace exclude each other.', 'Give one of them.');
  const lab = labContext(context);
  const files = filesOf(flags);
  const names = await chooseNames(context, await findConflicts(lab, files));
  if (names === null) {
    await writeLine(io.err, 'Nothing was done.');
    return exitCodes.unmet;
  }
  const deadline = numberOf(flags, 'timeout');
  const result = await up(lab, {files, names, ...(deadline === undefined ? {} : {deadline})});
  if (isSet(flags, 'json')) {
    const checks = result.gates.map(({service, isMet, sentence}) => ({
      id: service,
      isOk: isMet,
      sentence: `${service} ${sentence}`,
      fix: isMet ? null : `kafka-lab logs ${service}`,
    }));
    await printJson(io.out, jsonObject({at: clock.now(), target: null, fields: {checks}}).json);
  } else await writeLine(io.out, result.sentence);
  if (io.signal.aborted) return exitCodes.interrupted;
  return result.isReady ? exitCodes.fine : exitCodes.unmet;
};
