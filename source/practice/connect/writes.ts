/** What a process does to its files: nothing more once it is killed, and what has begun can be waited for. */
export interface Writes {
  /** Begins to write; rejects where the process was killed. */
  run<T>(write: () => Promise<T>): Promise<T>;
  /** Resolves when nothing is being written. */
  settled(): Promise<void>;
}

export const createWrites = (killed: AbortSignal): Writes => {
  const pending = new Set<Promise<unknown>>();
  return {
    async run(write) {
      killed.throwIfAborted();
      const writing = write();
      pending.add(writing);
      try {
        return await writing;
      } finally {
        pending.delete(writing);
      }
    },
    async settled() {
      await Promise.allSettled(pending);
    },
  };
};
