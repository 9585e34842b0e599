import {placeOf, type Series, valueAt} from './history.ts';

/** How long the committed offset has stood still (ms), and whether it was seen to move before that. */
export const standing = (commits: Series): {readonly still: number; readonly hasMoved: boolean} => {
  const last = commits.at(-1);
  if (!last) return {still: 0, hasMoved: false};
  const moved = commits.findLastIndex(point => point.value !== last.value);
  return {still: last.at - (commits[moved + 1]?.at ?? last.at), hasMoved: moved >= 0};
};

/** The place of the first point that a status word looks at. */
const windowOf = (series: Series, window: number): number =>
  placeOf(series, (series.at(-1)?.at ?? 0) - window);

/**
 * How the lag went from commit to commit within the window, as far as the log end was known then. Between two commits
 * it always rises, and with each it falls: only where the committed offset has just moved does it tell anything.
 */
export const courseOf = (ends: Series, commits: Series, window: number) => {
  let [first, last]: (number | undefined)[] = [];
  let wasNone = false;
  let [mostFallen, mostRisen] = [0, 0];
  let readings = 0;
  for (let place = windowOf(commits, window); place < commits.length; place++) {
    const point = commits[place];
    const end = point && valueAt(ends, point.at);
    if (!point || end === undefined) continue;
    const lag = Math.max(0, end - point.value);
    wasNone ||= lag < 1;
    if (commits[place - 1]?.value === point.value) continue;
    first ??= lag;
    readings += 1;
    mostFallen = Math.max(mostFallen, (last ?? lag) - lag);
    mostRisen = Math.max(mostRisen, lag - (last ?? lag));
    last = lag;
  }
  return {first, last, wasNone, mostFallen, mostRisen, readings};
};

/** The highest offset that was committed within the window. */
export const highestOf = (commits: Series, window: number, committed: number): number => {
  let highest = committed;
  for (let place = windowOf(commits, window); place < commits.length; place++)
    highest = Math.max(highest, commits[place]?.value ?? 0);
  return highest;
};
