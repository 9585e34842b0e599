/** What a user may be refused. `*` stands for all names. */
export type Resource = 'topic' | 'group' | 'cluster';

/** How an answer goes wrong. */
export type Trouble =
  /** The answer comes that much later (ms). */
  | {readonly kind: 'slow'; readonly ms: number}
  /** The request is never answered, and nothing after it on its connection. */
  | {readonly kind: 'silent'}
  /** The connection is closed instead. */
  | {readonly kind: 'closed'}
  /** The answer's bytes after the correlation id are noise of the same length. */
  | {readonly kind: 'garbled'}
  /** The answer ends half way, though its length says otherwise. */
  | {readonly kind: 'cut'};

export interface TroubleFor {
  /** Only on this broker; on all without it. */
  readonly broker?: number;
  /** Only so many times; for ever without it. */
  readonly times?: number;
}

interface Planned extends TroubleFor {
  readonly key: number;
  readonly trouble: Trouble;
  left: number;
}

/** Faults of the servers themselves: refused rights, missing APIs, slow and broken answers. */
export interface Faults {
  /** Refuses all access to a topic, a group, or the cluster as a whole. */
  deny(resource: Resource, name?: string): void;
  allow(resource: Resource, name?: string): void;
  isDenied(resource: Resource, name?: string): boolean;
  /** Makes the brokers older: without an API, or with its versions up to `max` only. */
  limitApi(key: number, max: number): void;
  removeApi(key: number): void;
  /** The newest version that is offered; undefined where there is no limit, -1 where the API is gone. */
  limitOf(key: number): number | undefined;
  /** Something goes wrong with the answers to an API; several troubles are used one after the other. */
  plan(key: number, trouble: Trouble, when?: TroubleFor): void;
  /** The trouble for the answer that is to be given now. */
  next(key: number, broker: number): Trouble | undefined;
  /** All is well again. */
  clear(): void;
}

export const createFaults = (): Faults => {
  const denied = new Set<string>();
  const limits = new Map<number, number>();
  let planned: Planned[] = [];
  const deniedKey = (resource: Resource, name = '*'): string => `${resource} ${name}`;
  return {
    deny: (resource, name) => void denied.add(deniedKey(resource, name)),
    allow: (resource, name) => void denied.delete(deniedKey(resource, name)),
    isDenied: (resource, name) => denied.has(deniedKey(resource)) || denied.has(deniedKey(resource, name)),
    limitApi: (key, max) => void limits.set(key, max),
    removeApi: key => void limits.set(key, -1),
    limitOf: key => limits.get(key),
    plan(key, trouble, when = {}) {
      planned.push({...when, key, trouble, left: when.times ?? Number.POSITIVE_INFINITY});
    },
    next(key, broker) {
      const found = planned.find(plan => plan.key === key && (plan.broker ?? broker) === broker);
      if (!found) return undefined;
      found.left -= 1;
      if (found.left <= 0) planned = planned.filter(plan => plan !== found);
      return found.trouble;
    },
    clear() {
      denied.clear();
      limits.clear();
      planned = [];
    },
  };
};
