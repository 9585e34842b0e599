import type {EventKind, LabEvent} from '../model/event.ts';
import type {Tone} from './line.ts';

type Say = (event: LabEvent) => string;

const change =
  (what: string): Say =>
  ({subject, from, to}) =>
    `${subject}: ${what} ${from ?? 'none'} -> ${to ?? 'none'}`;

const sentences: Readonly<Record<EventKind, Say>> = {
  leader: change('leader'),
  isr: ({subject, from, to}) => {
    const [before, after] = [from?.split(' ').length ?? 0, to?.split(' ').length ?? 0];
    return `${subject}: in-sync replicas ${after < before ? 'shrank' : 'grew'} {${from ?? ''}} -> {${to ?? ''}}`;
  },
  elections: ({subject, to}) => `${subject}: ${to ?? 'several'} elections since the last reading`,
  controller: ({from, to}) => `controller ${from ?? 'none'} -> ${to ?? 'none'}`,
  broker: ({subject, from, to}) => `broker ${subject} is ${to ?? 'unknown'} (was ${from ?? 'unknown'})`,
  'broker-registered': ({subject, to}) =>
    to === null ? `broker ${subject} left the cluster` : `broker ${subject} registered`,
  'topic-created': ({subject, to}) => `topic ${subject} was created with ${to ?? '?'} partitions`,
  'topic-deleted': ({subject}) => `topic ${subject} was deleted`,
  'partitions-added': ({subject, from, to}) => `${subject}: partitions ${from ?? '?'} -> ${to ?? '?'}`,
  'offsets-lost': ({subject, from, to}) =>
    `${subject}: the log end went back ${from ?? '?'} -> ${to ?? '?'} (recreated or truncated)`,
  config: change('configuration'),
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

/** What happened, in one sentence without its time. */
export const eventSentence = (event: LabEvent): string => sentences[event.kind](event);

/** Whether it is good or bad news. */
export const eventTone = ({kind, from, to}: LabEvent): Tone => {
  if (kind === 'container-died') return to === '0' || to === '143' ? 'warn' : 'bad';
  if (kind === 'offsets-lost') return 'bad';
  if (kind === 'leader') return to === null ? 'bad' : 'info';
  if (kind === 'isr') return (to?.split(' ').length ?? 0) < (from?.split(' ').length ?? 0) ? 'warn' : 'good';
  if (kind === 'broker-registered') return to === null ? 'bad' : 'good';
  if (to !== null && bad.has(to)) return 'bad';
  if (to === 'up' || to === 'running' || to === 'healthy' || to === 'RUNNING') return 'good';
  return kind === 'offsets-rewound' || kind === 'elections' ? 'warn' : 'none';
};
