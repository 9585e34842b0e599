import {dig, number, parseJson, text, textMap} from '../json.ts';

/**
 * GET /events, one document a line. Only `Action`, `Actor.ID`, `Actor.Attributes` and `timeNano` are read: later
 * engines no longer send `status`, `id` and `from`.
 */
export interface EngineEvent {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** As the engine dates it, `seconds.nanoseconds`: where a lost stream is taken up again. */
  readonly since: string;
  /** `start`, `die`, `health_status` … */
  readonly action: string;
  /** What follows the action, e.g. `healthy`; null where nothing does. */
  readonly detail: string | null;
  readonly id: string;
  readonly name: string;
  /** The exit code of a `die`. */
  readonly exitCode: number | null;
  /** The signal of a `kill`. */
  readonly signal: number | null;
}

/** What is asked for. Never `exec_*`: each probe of a health check sends three of them. */
export const eventActions: readonly string[] = [
  'create',
  'start',
  'die',
  'stop',
  'kill',
  'restart',
  'pause',
  'unpause',
  'oom',
  'destroy',
  'health_status',
  'rename',
];

const integer = (value: string | undefined): number | null =>
  value !== undefined && /^\d+$/.test(value) ? Number(value) : null;

/** Nanoseconds are more than a number can hold: they are cut out of the line as digits. */
const sinceOf = (line: string, seconds: number): string => {
  const digits = /"timeNano"\s*:\s*(\d{10,})/.exec(line)?.[1];
  return digits === undefined ? String(seconds) : `${digits.slice(0, -9)}.${digits.slice(-9)}`;
};

/** One line of the stream, `undefined` for what is no event of a container. */
export const decodeEvent = (line: string): EngineEvent | undefined => {
  const value = parseJson(line);
  const written = text(dig(value, 'Action'));
  const id = text(dig(value, 'Actor', 'ID'));
  if (written === undefined || id === undefined || dig(value, 'Type') !== 'container') return undefined;
  const [action = '', detail = null] = written.split(': ');
  if (!eventActions.includes(action)) return undefined;
  const attributes = textMap(dig(value, 'Actor', 'Attributes'));
  const since = sinceOf(line, number(dig(value, 'time')) ?? 0);
  return {
    at: Math.floor(Number(since) * 1000),
    since,
    action,
    detail,
    id,
    name: attributes.get('name') ?? id.slice(0, 12),
    exitCode: integer(attributes.get('exitCode')),
    signal: integer(attributes.get('signal')),
  };
};
