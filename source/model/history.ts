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

/** The series with one more point; out of order or read at the same moment, it is the series itself. */
export const withPoint = (series: Series, point: Point): Series => {
  const last = series.at(-1);
  if (last && point.at <= last.at) return series;
  const before = series.at(-2);
  const isFlat = last && before && last.value === point.value && before.value === point.value;
  const kept = isFlat ? series.slice(0, -1) : series.slice(-(seriesLength - 1));
  return [...kept, point];
};

/** The value of a series at a time, interpolated; undefined before its first point, the last value after its last. */
export const valueAt = (series: Series, at: number): number | undefined => {
  const after = series.findIndex(point => point.at >= at);
  if (after === -1) return series.at(-1)?.value;
  const next = series[after];
  const previous = series[after - 1];
  if (!next || next.at === at) return next?.value;
  if (!previous) return undefined;
  return previous.value + ((next.value - previous.value) * (at - previous.at)) / (next.at - previous.at);
};

/**
 * When a growing series passed a value: interpolated between the last point that is not above it and the next one.
 * Undefined where the series does not reach back so far, or has not passed it.
 */
export const timeOf = (series: Series, value: number): number | undefined => {
  const before = series.findLastIndex(point => point.value <= value);
  const from = series[before];
  const to = series[before + 1];
  if (!from || !to) return undefined;
  return from.at + ((to.at - from.at) * (value - from.value)) / (to.value - from.value);
};

/** Rates are taken over this time (ms), or what there is of it. */
export const rateWindow = 30_000;

/** Change per second over the rate window; undefined with less than two readings. Never below zero. */
export const rateOf = (series: Series): number | undefined => {
  const last = series.at(-1);
  const first = series[0];
  if (!last || !first || last.at === first.at) return undefined;
  const from = Math.max(first.at, last.at - rateWindow);
  const value = valueAt(series, from);
  return value === undefined ? undefined : Math.max(0, ((last.value - value) * 1000) / (last.at - from));
};
