import type {DockerClient} from '../../clients/docker/client.ts';
import type {Clock} from '../../clock.ts';
import type {Line} from '../../format/line.ts';
import {followLogs as follow} from '../../queries/container-logs.ts';
import {emptyRing, pushed, type Ring} from '../../store/ring.ts';
import type {LogView} from '../../store/ui.ts';
import type {FollowedLog} from '../texts.ts';
import {type LogItem, logLines} from './log-lines.ts';

/** Lines of the past that a log begins with, for each container. */
const tail = 200;
/** Lines that are kept, of all containers together. */
const capacity = 5000;

/**
 * Follows the logs of containers, merged by their times and then as their lines come, from their last lines or from a
 * time (ms) on.
 */
export const followLogs = (
  docker: DockerClient | null,
  clock: Clock,
  names: readonly string[],
  since: number | null,
  onChange: () => void,
): FollowedLog => {
  if (!docker) {
    const none: readonly Line[] = [
      [{text: ' No engine is looked at: name one with --docker-host.', tone: 'warn'}],
    ];
    return {lines: () => none, stop: () => {}};
  }
  const stopping = new AbortController();
  let ring: Ring<LogItem> = emptyRing;
  let pending: LogItem[] = [];
  let drawn:
    | {readonly of: Ring<LogItem>; readonly view: LogView; readonly lines: readonly Line[]}
    | undefined;
  /** A flood of lines is put into the ring once a frame, not once a line. */
  const settle = (): Ring<LogItem> => {
    if (pending.length > 0) ring = pushed(ring, pending, capacity);
    pending = [];
    return ring;
  };
  const add = (item: LogItem): void => {
    pending.push(item);
    if (pending.length >= capacity) settle();
    onChange();
  };
  const start = since === null ? {tail} : {since: String(since / 1000)};
  void follow(docker, clock, names, start, stopping.signal, {
    onLine: ({container, text}) => add({container, text, isNotice: false}),
    onState: (container, failure) =>
      add({container, text: failure ? failure.sentence : 'The log comes again.', isNotice: true}),
  });
  return {
    lines: view => {
      const of = settle();
      if (drawn?.of !== of || drawn.view !== view)
        drawn = {of, view, lines: logLines(of.items, of.dropped, names, view)};
      return drawn.lines;
    },
    stop: () => stopping.abort(),
  };
};
