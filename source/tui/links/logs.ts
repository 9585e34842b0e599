import type {DockerClient} from '../../clients/docker/client.ts';
import type {Clock} from '../../clock.ts';
import type {Line, Tone} from '../../format/line.ts';
import {followLog} from '../../queries/container-logs.ts';
import {emptyRing, pushed, type Ring} from '../../store/ring.ts';
import type {FollowedLog} from '../session.ts';

/** Lines of the past that a log begins with, for each container. */
const tail = 200;
/** Lines that are kept, of all containers together. */
const capacity = 5000;

const tones: readonly (readonly [RegExp, Tone])[] = [
  [/\b(ERROR|FATAL|SEVERE)\b/, 'bad'],
  [/\bWARN(ING)?\b/, 'warn'],
];

const toneOf = (text: string): {tone?: Tone} => {
  const found = tones.find(([pattern]) => pattern.test(text.slice(0, 200)));
  return found ? {tone: found[1]} : {};
};

/** Follows the logs of containers, merged as their lines come; the name leads each line where there are several. */
export const followLogs = (
  docker: DockerClient | null,
  clock: Clock,
  names: readonly string[],
  onChange: () => void,
): FollowedLog => {
  if (!docker) {
    const none: readonly Line[] = [
      [{text: ' No engine is looked at: name one with --docker-host.', tone: 'warn'}],
    ];
    return {lines: () => none, stop: () => {}};
  }
  const stopping = new AbortController();
  let ring: Ring<Line> = emptyRing;
  let pending: Line[] = [];
  /** A flood of lines is put into the ring once a frame, not once a line. */
  const settle = (): Ring<Line> => {
    if (pending.length > 0) ring = pushed(ring, pending, capacity);
    pending = [];
    return ring;
  };
  const add = (line: Line): void => {
    pending.push(line);
    if (pending.length >= capacity) settle();
    onChange();
  };
  const width = Math.max(...names.map(name => name.length));
  const lead = (name: string): Line =>
    names.length > 1 ? [{text: `${name.padEnd(width)} `, tone: 'accent'}] : [];
  for (const name of names) {
    void followLog(docker, clock, name, tail, stopping.signal, {
      onLine: ({text}) => add([...lead(name), {text, ...toneOf(text)}]),
      onState: failure =>
        add([
          ...lead(name),
          {text: failure ? failure.sentence : 'The log comes again.', tone: 'warn', bold: true},
        ]),
    });
  }
  return {
    lines: () => {
      const {items, dropped} = settle();
      return dropped === 0
        ? items
        : [[{text: ` ${dropped} older lines were dropped.`, tone: 'muted'}], ...items];
    },
    stop: () => stopping.abort(),
  };
};
