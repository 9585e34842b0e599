/**
 * Something that happened, found by comparing one reading with the next, taken from the engine's event stream, or
 * done by the user. It carries facts; the sentence is made from them by `format/event.ts`.
 */
export interface LabEvent {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly kind: EventKind;
  /** What it happened to, e.g. `orders-0`, `kafka1`, `lag-demo`. */
  readonly subject: string;
  readonly from: string | null;
  readonly to: string | null;
}

export type EventKind =
  | 'leader'
  | 'isr'
  | 'elections'
  | 'controller'
  | 'broker'
  | 'broker-registered'
  | 'topic-created'
  | 'topic-deleted'
  | 'partitions-added'
  | 'offsets-lost'
  | 'config'
  | 'group-state'
  | 'group-created'
  | 'group-deleted'
  | 'members'
  | 'offsets-rewound'
  | 'coordinator'
  | 'container'
  | 'container-health'
  | 'container-died'
  | 'worker'
  | 'connector'
  | 'task'
  | 'action';
