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

/** Their fields may stand for so many bytes on the wire: a request for all partitions of a large cluster is long. */
const bytesKept = 4 * 1024 * 1024;
/** What a request counts for, where its fields are a summary. */
const summaryBytes = 256;

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
  /** `bytes` is the length of the request, null where its fields are a summary of it. */
  add(request: WireRequest, bytes: number | null): void;
}

/** Keeps so many of the last requests. */
export const createWireLog = (requestsKept = 5000): WireLog => {
  let all: WireRequest[] = [];
  let weights: number[] = [];
  let weight = 0;
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
      weights = [];
      weight = 0;
      count = 0;
    },
    add(request, bytes) {
      const own = bytes ?? summaryBytes;
      count += 1;
      weight += own;
      all.push(request);
      weights.push(own);
      while (all.length > 1 && (all.length > requestsKept || weight > bytesKept)) {
        all.shift();
        weight -= weights.shift() ?? 0;
      }
      for (const listener of listeners) listener(request);
    },
  };
};
