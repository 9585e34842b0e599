/**
 * Something that reads servers into the world. `poll` makes one whole round and resolves when everything that came
 * was written; it never rejects: failure is data. `close` ends every connection and stream that it holds.
 */
export interface Feed {
  poll(): Promise<void>;
  close(): Promise<void>;
}
