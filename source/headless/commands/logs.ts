import type {DockerClient, LogOptions} from '../../clients/docker/client.ts';
import {EngineError} from '../../clients/docker/failure.ts';
import {sanitize} from '../../format/sanitize.ts';
import {momentOf} from '../../model/moment.ts';
import {type ContainerLine, followLogs, readLogs} from '../../queries/container-logs.ts';
import type {TargetContext} from '../command.ts';
import {exitCodes, unmet, unreachable, wrongUsage} from '../exit.ts';
import {isSet, numberOf, textOf} from '../flag.ts';
import {iso} from '../json.ts';
import {writeLine} from '../print.ts';
import {createQueue} from '../queue.ts';

const defaultTail = 100;

/** A log line; what could move the cursor or hide text reaches no terminal. Of several containers each is named. */
const lineOf = ({text, at, container}: ContainerLine, {flags, io, names}: TargetContext): string => {
  const safe = io.out.isTerminal ? sanitize(text, text.length) : text;
  const time = isSet(flags, 'timestamps') && at !== null ? `${iso(at)} ` : '';
  const width = Math.max(...names.map(name => name.length));
  return `${names.length > 1 ? `${container.padEnd(width)} ` : ''}${time}${safe}`;
};

/** Where a log begins: at a time, or so many lines back. A time alone means all that came since. */
const startOf = ({flags, clock}: TargetContext): LogOptions => {
  const written = textOf(flags, 'since');
  const tail = numberOf(flags, 'tail');
  if (written === undefined) return {tail: tail ?? defaultTail};
  const since = momentOf(written, clock.now());
  if (since === null)
    throw wrongUsage(`--since is no time: ${written}.`, 'Write 15m for 15 minutes ago, or 2026-01-31T12:00.');
  return {since: String(since / 1000), ...(tail === undefined ? {} : {tail})};
};

const needContainers = async (docker: DockerClient, names: readonly string[]): Promise<void> => {
  for (const name of names)
    try {
      await docker.inspect(name);
    } catch (error) {
      if (error instanceof EngineError && error.status === 404)
        throw unmet(`There is no container ${name}.`, 'kafka-lab containers lists them.');
      throw error;
    }
};

/** What is there now, of several containers in the order of its times. */
const print = async (context: TargetContext, docker: DockerClient, start: LogOptions): Promise<void> => {
  for (const line of await readLogs(docker, context.names, start))
    await writeLine(context.io.out, lineOf(line, context));
};

const follow = async (context: TargetContext, docker: DockerClient, start: LogOptions): Promise<void> => {
  const {clock, io, names} = context;
  const queue = createQueue<ContainerLine>(io.signal);
  const following = followLogs(docker, clock, names, start, io.signal, {
    onLine: queue.put,
    onState: (_, failure) => {
      if (failure) void writeLine(io.err, failure.sentence);
    },
  });
  for (let line = await queue.take(); line; line = await queue.take())
    await writeLine(io.out, lineOf(line, context));
  await following;
};

/** The last lines of containers' logs, or all since a time, and with `--follow` those that come. */
export const run = async (context: TargetContext): Promise<number> => {
  const {docker, flags, names} = context;
  if (docker === null) throw unreachable('No Docker Engine is looked at.', 'Name one with --docker-host.');
  const start = startOf(context);
  await needContainers(docker, names);
  await (isSet(flags, 'follow') ? follow : print)(context, docker, start);
  return exitCodes.fine;
};
