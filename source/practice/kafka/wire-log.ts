/** A request as a broker read it. */
export interface WireRequest {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly broker: number;
  /** A number per connection, counted over the whole cluster. */
  readonly connection: number;
  readonly key: number;
  /** `Metadata`, `ListOffsets`; `unknown` for a key that the broker does not have. */
  readonly name: string;
  readonly version: number;
  readonly clientId: string | null;
  /** The request's main fields, under Kafka's names in camel case. Records are left out. */
  readonly fields: object;
}

const requestsKept = 5000;

/** The last requests of all brokers, oldest first, and who wants to be told of each. */
export interface WireLog {
  readonly all: readonly WireRequest[];
  /** How many requests there were in all, those that were dropped included. */
  readonly count: number;
  /** Requests of one API, by its name. */
  of(name: string): readonly WireRequest[];
  /** Calls `listen` for every request; returns what ends that. */
  onRequest(listen: (request: WireRequest) => void): () => void;
  clear(): void;
  add(request: WireRequest): void;
}

export const createWireLog = (): WireLog => {
  let all: WireRequest[] = [];
  let count = 0;
  const listeners = new Set<(request: WireRequest) => void>();
  return {
    get all() {
      return all;
    },
    get count() {
      return count;
    },
    of: name => all.filter(request => request.name === name),
    onRequest(listen) {
      listeners.add(listen);
      return () => void listeners.delete(listen);
    },
    clear() {
      all = [];
      count = 0;
    },
    add(request) {
      count += 1;
      all.push(request);
      if (all.length > requestsKept + 500) all = all.slice(-requestsKept);
      for (const listener of listeners) listener(request);
    },
  };
};
