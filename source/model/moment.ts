const units: Readonly<Record<string, number>> = {ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000};

/**
 * A moment as a user writes it: in ISO 8601 (a time without a zone is local), or how long ago (`15m`). Milliseconds
 * since the epoch; null where it is none. Without the pattern the language takes `--3` for a day in 2001.
 */
export const momentOf = (text: string, now: number): number | null => {
  const [, count, unit = ''] = /^(\d+(?:\.\d+)?)(ms|[smhd])$/.exec(text) ?? [];
  if (count !== undefined) return now - Math.round(Number(count) * (units[unit] ?? 0));
  const at = /^\d{4}-\d\d(?:-\d\d|$)/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? null : at;
};
