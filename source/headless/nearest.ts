/** Single letters to put in, take out, change or swap with their neighbour until `a` is `b`. */
const distance = (a: string, b: string): number => {
  let before: number[] = [];
  let row = Array.from({length: b.length + 1}, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const isSame = a[i - 1] === b[j - 1];
      let cost = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (isSame ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
      next.push(cost);
    }
    [before, row] = [row, next];
  }
  return row[b.length] ?? 0;
};

/** The name that was most likely meant, or nothing where none is near. */
export const nearest = (written: string, names: readonly string[]): string | undefined => {
  const [best] = names
    .map(name => ({name, away: name.startsWith(written) && written.length > 1 ? 0 : distance(written, name)}))
    .sort((a, b) => a.away - b.away);
  return best && best.away <= Math.max(1, Math.floor(written.length / 3)) ? best.name : undefined;
};
