/**
 * Something that reads servers into the world. `poll` makes one whole round and resolves when everything that came
 * was written; it never rejects: failure is data. `close` ends every connection and stream that it holds.
 */
export interface Feed {
  poll(): Promise<void>;
  /** Milliseconds from the beginning of the last poll that it asks for before the next, so as not to be a burden. */
  rest?(): number;
  /** Is told the interval (ms) at which it is polled from now on. */
  setEvery?(milliseconds: number): void;
  /** What it reads more seldom than at every poll is due at the next one. */
  hurry?(): void;
  close(): Promise<void>;
}
