import type {EventKind, LabEvent} from '../model/event.ts';
import type {Tone} from './line.ts';

type Say = (event: LabEvent) => string;

const change =
  (what: string): Say =>
  ({subject, from, to}) =>
    `${subject}: ${what} ${from ?? 'none'} -> ${to ?? 'none'}`;

/** How many brokers a list of ids names: none where it is empty. */
const countOf = (ids: string | null): number => (ids === null || ids === '' ? 0 : ids.split(' ').length);

/** By how many in-sync replicas a set grew; below zero it shrank. */
const growth = ({from, to}: LabEvent): number => countOf(to) - countOf(from);

const sentences: Readonly<Record<EventKind, Say>> = {
  leader: change('leader'),
  isr: event => {
    const grown = growth(event);
    const how = grown === 0 ? 'changed' : grown < 0 ? 'shrank' : 'grew';
    return `${event.subject}: in-sync replicas ${how} {${event.from ?? ''}} -> {${event.to ?? ''}}`;
  },
  elections: ({subject, to}) => `${subject}: ${to ?? 'several'} elections since the last reading`,
  controller: ({from, to}) => `controller ${from ?? 'none'} -> ${to ?? 'none'}`,
  broker: ({subject, from, to}) => `broker ${subject} is ${to ?? 'unknown'} (was ${from ?? 'unknown'})`,
  'broker-registered': ({subject, to}) =>
    to === null ? `broker ${subject} left the cluster` : `broker ${subject} registered`,
  'topic-created': ({subject, to}) =>
    `topic ${subject} was created with ${to ?? '?'} ${to === '1' ? 'partition' : 'partitions'}`,
  'topic-deleted': ({subject}) => `topic ${subject} was deleted`,
  'partitions-added': ({subject, from, to}) => `${subject}: partitions ${from ?? '?'} -> ${to ?? '?'}`,
  'offsets-lost': ({subject, from, to}) =>
    `${subject}: the log end went back ${from ?? '?'} -> ${to ?? '?'} (recreated or truncated)`,
  config: ({subject, from, to}) => `${subject} ${from ?? 'default'} -> ${to ?? 'default'}`,
  'group-state': change('state'),
  'group-created': ({subject}) => `group ${subject} appeared`,
  'group-deleted': ({subject}) => `group ${subject} is gone`,
  members: ({subject, from, to}) => `${subject}: members ${from ?? '?'} -> ${to ?? '?'}`,
  'offsets-rewound': ({subject, from, to}) =>
    `${subject}: committed offset went back ${from ?? '?'} -> ${to ?? '?'}`,
  coordinator: change('coordinator'),
  container: change('container'),
  'container-health': change('health'),
  'container-died': ({subject, to}) => `container ${subject} ended with exit code ${to ?? '?'}`,
  worker: change('Connect worker'),
  connector: change('connector'),
  task: change('task'),
  action: ({subject, to}) => `you: ${subject}${to === null ? '' : `: ${to}`}`,
};

const bad: ReadonlySet<string> = new Set([
  'stopped',
  'gone',
  'hung',
  'FAILED',
  'unhealthy',
  'exited',
  'dead',
  'unreachable',
]);

const good: ReadonlySet<string> = new Set(['up', 'answers', 'running', 'healthy', 'RUNNING']);

/** What happened, in one sentence without its time. */
export const eventSentence = (event: LabEvent): string => sentences[event.kind](event);

/** Whether it is good or bad news. */
export const eventTone = (event: LabEvent): Tone => {
  const {kind, to} = event;
  if (kind === 'container-died') return to === '0' || to === '143' ? 'warn' : 'bad';
  if (kind === 'offsets-lost') return 'bad';
  if (kind === 'leader' || kind === 'controller') return to === null ? 'bad' : 'info';
  if (kind === 'isr') {
    const grown = growth(event);
    return grown === 0 ? 'info' : grown < 0 ? 'warn' : 'good';
  }
  if (kind === 'broker-registered') return to === null ? 'bad' : 'good';
  if (to !== null && bad.has(to)) return 'bad';
  if (to !== null && good.has(to)) return 'good';
  return kind === 'offsets-rewound' || kind === 'elections' ? 'warn' : 'none';
};
