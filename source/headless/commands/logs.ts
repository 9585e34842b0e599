import {EngineError} from '../../clients/docker/failure.ts';
import {sanitize} from '../../format/sanitize.ts';
import {followLog, type LogLine, readLog} from '../../queries/container-logs.ts';
import type {TargetContext} from '../command.ts';
import {exitCodes, unmet, unreachable} from '../exit.ts';
import {isSet, numberOf} from '../flag.ts';
import {iso} from '../json.ts';
import {writeLine} from '../print.ts';
import {createQueue} from '../queue.ts';

const defaultTail = 100;

/** A log line; what could move the cursor or hide text reaches no terminal. */
const textOf = ({text, at}: LogLine, {flags, io}: TargetContext): string => {
  const safe = io.out.isTerminal ? sanitize(text, text.length) : text;
  return isSet(flags, 'timestamps') && at !== null ? `${iso(at)} ${safe}` : safe;
};

/** The last lines of a container's log, and with `--follow` those that come. */
export const run = async (context: TargetContext): Promise<number> => {
  const {docker, clock, io, flags, names} = context;
  const [name = ''] = names;
  if (docker === null) throw unreachable('No Docker Engine is looked at.', 'Name one with --docker-host.');
  const tail = numberOf(flags, 'tail') ?? defaultTail;
  try {
    await docker.inspect(name);
  } catch (error) {
    if (error instanceof EngineError && error.status === 404)
      throw unmet(`There is no container ${name}.`, 'kafka-lab containers lists them.');
    throw error;
  }
  if (!isSet(flags, 'follow')) {
    for (const line of await readLog(docker, name, tail)) await writeLine(io.out, textOf(line, context));
    return exitCodes.fine;
  }
  const queue = createQueue<LogLine>(io.signal);
  const following = followLog(docker, clock, name, {tail}, io.signal, {
    onLine: queue.put,
    onState: failure => {
      if (failure) void writeLine(io.err, failure.sentence);
    },
  });
  for (let line = await queue.take(); line; line = await queue.take())
    await writeLine(io.out, textOf(line, context));
  await following;
  return exitCodes.fine;
};
