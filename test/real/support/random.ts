/** A stream of numbers that a seed decides, so that what failed can be run again. */
export interface Random {
  readonly seed: number;
  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number;
  /** One of the choices, of which there must be one. */
  pick<T>(choices: readonly T[]): T;
}

/** SplitMix32 over the seed. */
export const createRandom = (seed: number): Random => {
  let state = seed | 0;
  const next = (): number => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 0x1_0000_0000;
  };
  const between = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1));
  return {
    seed,
    between,
    pick<T>(choices: readonly T[]): T {
      for (const [index, choice] of choices.entries())
        if (index === choices.length - 1 || between(0, choices.length - 1 - index) === 0) return choice;
      throw new Error('there is nothing to choose from');
    },
  };
};
