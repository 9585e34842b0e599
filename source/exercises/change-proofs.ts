import type {Condition, Evidence} from './exercise.ts';
import {changesOf, countsOf, differences, type RowChange, rowText} from './row-changes.ts';

/** Judges what the topic has told of rows since the last baseline; what could not be read proves nothing. */
const judged = (
  evidence: Evidence,
  topic: string,
  judge: (changes: readonly RowChange[]) => readonly Condition[],
): readonly Condition[] => {
  const changes = changesOf(evidence, topic);
  return 'sentence' in changes ? [changes] : judge(changes);
};

const unmet = (sentence: string): readonly Condition[] => [{isMet: false, sentence}];
const met = (sentence: string): Condition => ({isMet: true, sentence});
const sinceTold = (changes: readonly RowChange[]): string =>
  `since its rows were told it has told ${countsOf(changes)}.`;

/** Whether a row was told of as inserted. */
export const insertTold = (evidence: Evidence, topic: string): readonly Condition[] =>
  judged(evidence, topic, changes => {
    const own = changes.find(({op}) => op === 'c');
    return own
      ? [
          met(
            `The row ${own.key} was inserted (op c, offset ${own.offset}): nothing before${own.after ? `, and after it ${rowText(own, own.after)}` : ''}.`,
          ),
        ]
      : unmet(`${topic} has told of no insert (op c): ${sinceTold(changes)}`);
  });

/** A change of a row that was inserted since, by its kind; or what came in place of it. */
const ofOwn = (
  changes: readonly RowChange[],
  topic: string,
  wanted: 'u' | 'd',
): RowChange | readonly Condition[] => {
  const word = wanted === 'u' ? 'an update (op u)' : 'a delete (op d)';
  const own = new Set(changes.filter(({op}) => op === 'c').map(({key}) => key));
  const rows = `that you inserted (${[...own].slice(-3).join('; ') || 'none is seen'})`;
  const found = changes.findLast(({op, key}) => op === wanted && own.has(key));
  if (found) return found;
  const other = changes.findLast(({op}) => op === wanted);
  return unmet(
    other
      ? `${topic} has told of ${word} of the row ${other.key}, which is none of those ${rows}.`
      : `${topic} has not told of ${word} of a row ${rows}: ${sinceTold(changes)}`,
  );
};

/** Whether such a row was told of as changed, with what the table's REPLICA IDENTITY tells of it before. */
export const updateTold = (evidence: Evidence, topic: string): readonly Condition[] =>
  judged(evidence, topic, changes => {
    const own = ofOwn(changes, topic, 'u');
    if (!('op' in own)) return own;
    const {before, after} = own;
    const how =
      before && after
        ? differences(before, after) || 'before and after it are the same'
        : `after it ${after ? rowText(own, after) : 'nothing is told'}; the table's REPLICA IDENTITY tells nothing of before`;
    return [met(`The row ${own.key} was changed (op u, offset ${own.offset}): ${how}.`)];
  });

/** Whether such a row was told of as deleted, and a tombstone of its key followed. */
export const deleteTold = (evidence: Evidence, topic: string): readonly Condition[] =>
  judged(evidence, topic, changes => {
    const own = ofOwn(changes, topic, 'd');
    if (!('op' in own)) return own;
    const tombstone = changes.find(
      ({op, key, offset}) => op === 'tombstone' && key === own.key && offset > own.offset,
    );
    return [
      met(
        `The row ${own.key} was deleted (op d, offset ${own.offset})${own.before ? `: before it ${rowText(own, own.before) || 'only its key is told'}, and nothing after` : ''}.`,
      ),
      tombstone
        ? met(`A tombstone of ${own.key} followed, at offset ${tombstone.offset}.`)
        : {isMet: false, sentence: `No tombstone of ${own.key} has followed yet.`},
    ];
  });

/** Whether so many rows were told of as inserted since the connector was stopped. */
export const lateTold = (evidence: Evidence, topic: string, wanted: number): readonly Condition[] =>
  judged(evidence, topic, changes => {
    // A worker that goes on may tell a row twice.
    const rows = new Set(changes.filter(({op}) => op === 'c').map(({key}) => key)).size;
    return [
      {
        isMet: rows >= wanted,
        sentence: `Since the connector was stopped ${topic} has told of ${rows} rows that were inserted (op c), of ${wanted}.`,
      },
    ];
  });
