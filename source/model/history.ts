/** One point of a series: a value and when it was read (ms since the epoch). */
export interface Point {
  readonly at: number;
  readonly value: number;
}

/** Oldest first; flat stretches are collapsed to their first and last point. */
export type Series = readonly Point[];

/**
 * What earlier readings said, as far as rates, trends and lag in seconds need it. Keys: `topic/partition` for log
 * ends, `group\ntopic/partition` for committed offsets, the group id for its total lag.
 */
export interface History {
  readonly ends: ReadonlyMap<string, Series>;
  readonly committed: ReadonlyMap<string, Series>;
  readonly lag: ReadonlyMap<string, Series>;
}

/** Points that a series keeps. At one reading every 2 s, flat stretches collapsed: at least ten minutes. */
export const seriesLength = 300;

export const emptyHistory: History = {ends: new Map(), committed: new Map(), lag: new Map()};

export const partitionKey = (topic: string, partition: number): string => `${topic}/${partition}`;
export const committedKey = (group: string, topic: string, partition: number): string =>
  `${group}\n${topic}/${partition}`;
