/** What a produce error means for the batch that was refused. */
export type Verdict =
  /** It is stored. */
  | 'stored'
  /** It is not stored, and may be tried again. */
  | 'retry'
  /** It may be stored: only an idempotent producer may try again. */
  | 'in-doubt'
  /** The broker has lost track of this producer; the batch is not stored. */
  | 'renew'
  /** It is larger than the broker takes. */
  | 'too-large'
  /** It is not stored and never will be. */
  | 'refused';

const verdicts: Readonly<Record<number, Verdict>> = {
  0: 'stored',
  // Sent twice because the first answer was lost: the broker has it.
  46: 'stored',
  2: 'retry',
  3: 'retry',
  5: 'retry',
  6: 'retry',
  9: 'retry',
  19: 'retry',
  56: 'retry',
  74: 'retry',
  75: 'retry',
  89: 'retry',
  7: 'in-doubt',
  13: 'in-doubt',
  20: 'in-doubt',
  // With one batch under way at a time and a repeated one always recognised, a gap means that the leader lost batches
  // before this one, and that it has not got this one.
  45: 'renew',
  47: 'renew',
  59: 'renew',
  10: 'too-large',
  18: 'too-large',
};

export const verdictOf = (errorCode: number): Verdict => verdicts[errorCode] ?? 'refused';

/** Errors that say that somebody else leads the partition by now. */
export const isMoved = (errorCode: number): boolean => [3, 5, 6, 9, 56, 74, 75].includes(errorCode);
