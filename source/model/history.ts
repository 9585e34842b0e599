/** One point of a series: a value and when it was read (ms since the epoch). */
export interface Point {
  readonly at: number;
  readonly value: number;
}

/** Oldest first; flat stretches are collapsed to their first and last point, and what is long ago is thinned out. */
export type Series = readonly Point[];

/**
 * What earlier readings said, as far as rates, trends and lag in seconds need it. Keys: `topic/partition` for log
 * ends, `group\ntopic/partition` for committed offsets, the group id for its total lag.
 */
export interface History {
  readonly ends: ReadonlyMap<string, Series>;
  readonly committed: ReadonlyMap<string, Series>;
  readonly lag: ReadonlyMap<string, Series>;
  /** Since when (ms) a partition was seen to be read by a member without any commit; keys as of committed offsets. */
  readonly uncommitted: ReadonlyMap<string, number>;
  /** The broker that last listed each group. A group stays here while its coordinator cannot be asked. */
  readonly coordinators: ReadonlyMap<string, number>;
  /** Groups that the last whole list of their present coordinator was without, and which broker that is. */
  readonly unlisted: ReadonlyMap<string, number>;
}

/** Points that a series keeps at most. At one reading every 2 s: five minutes whole, and hours thinned out. */
export const seriesLength = 300;
/** Points that all series of a kind keep together: a large cluster must not fill the memory. */
const pointsKept = 300_000;
/** Enough for a rate, a status and a short trend, however many series there are. */
const shortest = 40;

/** Points that each of so many series may keep. */
export const lengthFor = (series: number): number =>
  Math.max(shortest, Math.min(seriesLength, Math.floor(pointsKept / Math.max(1, series))));

export const emptyHistory: History = {
  ends: new Map(),
  committed: new Map(),
  lag: new Map(),
  uncommitted: new Map(),
  coordinators: new Map(),
  unlisted: new Map(),
};

export const partitionKey = (topic: string, partition: number): string => `${topic}/${partition}`;
export const committedKey = (group: string, topic: string, partition: number): string =>
  `${group}\n${topic}/${partition}`;

/** Leaves out every second point of the older half: the recent past stays whole, and the beginning is kept. */
const thinned = (series: Series): Series => {
  const half = series.length >> 1;
  return series.filter((_point, index) => index >= half || index % 2 === 0);
};

/** The series with one more point; out of order or read at the same moment, it is the series itself. */
export const withPoint = (series: Series, point: Point, length = seriesLength): Series => {
  const last = series.at(-1);
  if (last && point.at <= last.at) return series;
  const before = series.at(-2);
  const isFlat = last && before && last.value === point.value && before.value === point.value;
  if (isFlat) return [...series.slice(0, -1), point];
  return [...(series.length < length ? series : thinned(series)), point];
};

/** The first place from which on something holds, in a series where it holds to the end; else the length. */
const firstPlace = (series: Series, holds: (point: Point) => boolean): number => {
  let [low, high] = [0, series.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const point = series[middle];
    if (point && !holds(point)) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** The place of the first point at or after a time; the length of the series where there is none. */
export const placeOf = (series: Series, at: number): number => firstPlace(series, point => point.at >= at);

const between = (from: Point, to: Point, at: number): number =>
  from.value + ((to.value - from.value) * (at - from.at)) / (to.at - from.at);

/** The value of a series at a time, interpolated; undefined before its first point, the last value after its last. */
export const valueAt = (series: Series, at: number): number | undefined => {
  const place = placeOf(series, at);
  const next = series[place];
  if (!next) return series.at(-1)?.value;
  if (next.at === at) return next.value;
  const previous = series[place - 1];
  return previous && between(previous, next, at);
};

/** The value that was read first at or after a time; the last value after its last point. */
export const readAfter = (series: Series, at: number): number | undefined =>
  (series[placeOf(series, at)] ?? series.at(-1))?.value;

/** What a series said at a time: nothing later than the value that was read first at or after it, as of that time. */
export const until = (series: Series, at: number): Series => {
  const place = placeOf(series, at);
  const next = series[place];
  return next ? [...series.slice(0, place), {...next, at}] : series;
};

/**
 * When a series that never falls passed a value: interpolated between the last point that is not above it and the next one.
 * Undefined where the series does not reach back so far, or has not passed it.
 */
export const timeOf = (series: Series, value: number): number | undefined => {
  const place = firstPlace(series, point => point.value > value);
  const [from, to] = [series[place - 1], series[place]];
  if (!from || !to) return undefined;
  return from.at + ((to.at - from.at) * (value - from.value)) / (to.value - from.value);
};

/** Rates are taken over this time (ms), or what there is of it. */
export const rateWindow = 30_000;

/**
 * Change per second over the rate window; undefined with less than two readings. A value that went back starts anew:
 * what a reset or a recreated topic takes away is no rate.
 */
export const rateOf = (series: Series): number | undefined => {
  const last = series.at(-1);
  if (!last) return undefined;
  const since = last.at - rateWindow;
  let first = last;
  for (let index = series.length - 2; index >= 0 && first.at > since; index--) {
    const point = series[index];
    if (!point || point.value > first.value) break;
    first = point.at >= since ? point : {at: since, value: between(point, first, since)};
  }
  return first.at === last.at ? undefined : ((last.value - first.value) * 1000) / (last.at - first.at);
};

/** The last `count` values of a series at even steps of `step` ms, oldest first; fewer where it is younger. */
export const sampled = (series: Series, step: number, count: number): readonly number[] => {
  const [first, last] = [series[0], series.at(-1)];
  if (!first || !last) return [];
  const steps = Math.min(count - 1, Math.floor((last.at - first.at) / step));
  const from = last.at - steps * step;
  let place = placeOf(series, from);
  return Array.from({length: steps + 1}, (_, index) => {
    const at = from + index * step;
    while ((series[place]?.at ?? at) < at) place += 1;
    const [previous, next] = [series[place - 1], series[place] ?? last];
    return Math.round(previous && next.at > at ? between(previous, next, at) : next.value);
  });
};
