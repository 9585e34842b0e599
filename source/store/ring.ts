/** The newest `capacity` items of what was pushed, and how many were dropped to make room. */
export interface Ring<T> {
  readonly items: readonly T[];
  readonly dropped: number;
}

export const emptyRing: Ring<never> = {items: [], dropped: 0};

/** The ring with more items; the oldest give way. The ring that was given stays as it is. */
export const pushed = <T>(ring: Ring<T>, items: readonly T[], capacity: number): Ring<T> => {
  const all = [...ring.items, ...items];
  const over = Math.max(0, all.length - capacity);
  return {items: over === 0 ? all : all.slice(over), dropped: ring.dropped + over};
};
