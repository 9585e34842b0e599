/** A line of a container's output. `at` is in ms since the epoch, down to the microsecond. */
export interface LogEntry {
  readonly at: number;
  /** 1 is stdout, 2 is stderr. */
  readonly stream: 1 | 2;
  readonly text: string;
}

const defaultBytes = 1024 * 1024;
/** What an entry costs beside its text. */
const overhead = 64;

/** The newest lines of a container, bounded by their bytes: what is older is forgotten, as by a log that rotates. */
export class ContainerLog {
  readonly #limit: number;
  readonly #listeners = new Set<(entry: LogEntry) => void>();
  #entries: LogEntry[] = [];
  #first = 0;
  #bytes = 0;

  constructor(limit = defaultBytes) {
    this.#limit = limit;
  }

  get entries(): readonly LogEntry[] {
    return this.#entries.slice(this.#first);
  }

  /** Bytes that are kept. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Adds output of a program, a line at a time; no two lines have the same time, as on a real engine. */
  add(now: number, text: string, stream: 1 | 2 = 1): void {
    for (const line of text.replace(/\n$/, '').split('\n')) {
      const last = this.#entries.at(-1)?.at ?? 0;
      this.push({at: now > last ? now : last + 0.001, stream, text: line.slice(0, this.#limit / 2)});
    }
  }

  push(entry: LogEntry): void {
    this.#entries.push(entry);
    this.#bytes += entry.text.length + overhead;
    while (this.#bytes > this.#limit && this.#first < this.#entries.length - 1) {
      this.#bytes -= (this.#entries[this.#first]?.text.length ?? 0) + overhead;
      this.#first += 1;
    }
    // Moved in one go: to shift each line would move all others each time.
    if (this.#first > 1024 && this.#first > this.#entries.length / 2) {
      this.#entries = this.#entries.slice(this.#first);
      this.#first = 0;
    }
    for (const listener of [...this.#listeners]) listener(entry);
  }

  /** Calls for each line from now on; returns what ends it. */
  follow(listener: (entry: LogEntry) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }
}
