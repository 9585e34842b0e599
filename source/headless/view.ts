import {startPolling} from '../feeds/poll.ts';
import type {Picture} from '../model/picture.ts';
import type {TargetContext} from './command.ts';
import {exitCodes} from './exit.ts';
import {isSet} from './flag.ts';
import {iso, type MissingJson} from './json.ts';
import {nextStep} from './next-step.ts';
import {jsonObject, printJson, printMissing, writeLine} from './print.ts';
import {intervalOf, openWatch, type ReadOptions, readWhole} from './reading.ts';

/** What one reading says to a command. */
export interface Seen {
  /** The fields of the JSON object, values known and unknown. */
  readonly fields: object;
  readonly missing: readonly MissingJson[];
  /** Whether anything of what was asked for could be read. */
  readonly isReached: boolean;
  /** Whether a condition is not met, e.g. the lab is not ready. */
  readonly isUnmet?: boolean;
}

/** A noun without the screen: how it is read, and how a reading is printed. */
export interface View {
  readonly read: ReadOptions;
  readonly see: (picture: Picture, context: TargetContext) => Seen;
  /** Prints the reading as tables and sentences. */
  readonly print: (picture: Picture, context: TargetContext) => Promise<void>;
}

const codeOf = ({isReached, isUnmet = false}: Seen, missing: readonly MissingJson[]): number => {
  if (!isReached) return exitCodes.unreachable;
  if (isUnmet) return exitCodes.unmet;
  return missing.some(isFailure) ? exitCodes.partly : exitCodes.fine;
};

/** What a server cannot say at all is left out, but nothing failed: a lab with such a server is whole. */
const isFailure = ({why}: MissingJson): boolean => why !== 'not-supported';

const show = async (
  view: View,
  picture: Picture,
  context: TargetContext,
  isOneLine?: boolean,
): Promise<number> => {
  const {io, flags, target} = context;
  const seen = view.see(picture, context);
  const {json, missing} = jsonObject({at: picture.now, target, fields: seen.fields, missing: seen.missing});
  if (isSet(flags, 'json')) await printJson(io.out, json, isOneLine);
  else {
    if (seen.isReached) await view.print(picture, context);
    await printMissing(io.err, missing.filter(isFailure));
    if (!seen.isReached) await writeLine(io.err, nextStep(target));
  }
  return codeOf(seen, missing);
};

/**
 * Prints a reading at each poll, until the user ends it. A slow broker holds up nothing but its own figures. It is the
 * polls that set the pace: a clock of its own would print one reading twice, and call what lies between them 0 a second.
 */
const follow = async (view: View, context: TargetContext): Promise<number> => {
  const {clock, io, flags} = context;
  const every = intervalOf(context);
  const opened = openWatch(context, every);
  const isTable = !isSet(flags, 'json');
  try {
    if (view.read.isSampled) opened.watch.kafkaFeed.wantTimes('all');
    const polling = startPolling(opened.watch.feeds, clock, every);
    const round = async (): Promise<void> => {
      const patience = new AbortController();
      const late = clock.sleep(every, AbortSignal.any([io.signal, patience.signal])).catch(() => {});
      await Promise.race([polling.round(), late]);
      patience.abort();
    };
    try {
      await polling.round();
      if (view.read.hasStats) await opened.followStats();
      while (!io.signal.aborted) {
        const picture = opened.picture();
        if (isTable) await writeLine(io.out, iso(picture.now));
        await show(view, picture, context, true);
        if (isTable) await writeLine(io.out, '');
        await round();
      }
    } finally {
      await polling.stop();
    }
  } finally {
    await opened.close();
  }
  return exitCodes.fine;
};

/** Runs a view once, or with `--watch` until ^C. */
export const runView =
  (view: View) =>
  async (context: TargetContext): Promise<number> =>
    isSet(context.flags, 'watch')
      ? follow(view, context)
      : show(view, await readWhole(context, view.read), context);
