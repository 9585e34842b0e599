/** How whole and how fresh the rows are. */
export type Status =
  | {readonly kind: 'ready'}
  | {readonly kind: 'waiting'; readonly sentence: string}
  | {readonly kind: 'failed'; readonly sentence: string}
  | {readonly kind: 'partial'; readonly sentence: string}
  | {readonly kind: 'stale'; readonly sentence: string; readonly at: number};
