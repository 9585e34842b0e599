/** What the cluster gives each of but once. */
export interface Ids {
  /** The id of a topic or of a member, as a UUID. */
  next(): string;
  nextProducer(): number;
  /** How many producer ids were given away. */
  readonly producers: number;
}

/** Counted, not drawn: every run has the same. */
export const createIds = (): Ids => {
  let ids = 0;
  let producers = 0;
  return {
    next() {
      ids += 1;
      return `5ab00000-0000-4000-8000-${ids.toString(16).padStart(12, '0')}`;
    },
    nextProducer() {
      producers += 1;
      return 1000 + producers;
    },
    get producers() {
      return producers;
    },
  };
};
