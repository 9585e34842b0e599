import {startPolling} from '../../feeds/poll.ts';
import {eventSentence} from '../../format/event.ts';
import type {LabEvent} from '../../model/event.ts';
import {eventTable} from '../../tables/events.ts';
import {layoutColumns, renderRow} from '../../tables/render.ts';
import type {TargetContext} from '../command.ts';
import {exitCodes, unreachable} from '../exit.ts';
import {isSet, numberOf} from '../flag.ts';
import {iso} from '../json.ts';
import {nextStep} from '../next-step.ts';
import {cellContext, printJson, printLines, writeLine} from '../print.ts';
import {createQueue} from '../queue.ts';
import {intervalOf, type Opened, openWatch} from '../reading.ts';

/** Cells of a line that goes to a pipe. */
const pipeWidth = 160;

const print = async (context: TargetContext, event: LabEvent): Promise<void> => {
  const {at, kind, subject, from, to} = event;
  if (isSet(context.flags, 'json')) {
    await printJson(
      context.io.out,
      {at: iso(at), kind, subject, from, to, sentence: eventSentence(event)},
      true,
    );
    return;
  }
  const timeForm = context.config.timeForm === 'relative' ? 'clock' : context.config.timeForm;
  const layout = layoutColumns(eventTable, context.io.out.columns ?? pipeWidth);
  await printLines(context, [renderRow(eventTable, event, layout, {...cellContext(context), timeForm})]);
};

/** Hands on each event once, in order; what the world has dropped for being full is lost here too. */
const newEvents = ({world}: Opened, take: (event: LabEvent) => void): (() => void) => {
  let last = world.get().events.at(-1);
  return world.subscribe(() => {
    const {events} = world.get();
    const from = last === undefined ? 0 : events.lastIndexOf(last) + 1;
    for (const event of events.slice(from)) take(event);
    last = events.at(-1) ?? last;
  });
};

/** Follows what happens, until `--for`, `--limit` or ^C. */
export const run = async (context: TargetContext): Promise<number> => {
  const {clock, flags, io} = context;
  const [limit, time] = [numberOf(flags, 'limit') ?? Number.POSITIVE_INFINITY, numberOf(flags, 'for')];
  const ended = new AbortController();
  const signal = AbortSignal.any([io.signal, ended.signal]);
  const every = intervalOf(context);
  const opened = openWatch(context, every);
  const queue = createQueue<LabEvent>(signal);
  const stops = [newEvents(opened, queue.put)];
  try {
    // What is there at the first reading has not happened now: events are differences.
    await opened.poll();
    const {metadata, containers} = opened.world.get();
    if (metadata.state === 'failed' && (context.docker === null || containers.state === 'failed'))
      throw unreachable(metadata.error.sentence, nextStep(context.target));
    if (time !== undefined) stops.push(clock.after(time, () => ended.abort()));
    const polling = startPolling(opened.watch.feeds, clock, every);
    if (!isSet(flags, 'json')) await writeLine(io.err, `Following ${context.target.name}; ^C ends it.`);
    try {
      let printed = 0;
      while (printed < limit) {
        const event = await queue.take();
        if (!event) break;
        await print(context, event);
        printed++;
      }
    } finally {
      await polling.stop();
    }
  } finally {
    for (const stop of stops) stop();
    await opened.close();
  }
  return exitCodes.fine;
};
