import type {Batch} from './records.ts';
import type {PartitionState} from './state.ts';

/** Where a leader's records end, and the epoch that this is about: the newest that is no newer than the one asked for. */
export interface EpochEnd {
  readonly leaderEpoch: number;
  readonly endOffset: number;
}

/** The place of the leader's epoch in a batch: see the schema in records.ts. */
const epochAt = 12;
const epochOf = ({bytes}: Batch): number => bytes.readInt32BE(epochAt);

/** Both are -1 where the partition knows nothing of that epoch. */
export const endOfEpoch = ({log, epoch}: PartitionState, wanted: number): EpochEnd => {
  if (wanted === epoch) return {leaderEpoch: epoch, endOffset: log.end};
  if (wanted > epoch || wanted < 0) return {leaderEpoch: -1, endOffset: -1};
  const {batches} = log;
  const next = batches.findIndex(batch => epochOf(batch) > wanted);
  const before = next === -1 ? batches.at(-1) : batches[next - 1];
  return {
    leaderEpoch: before ? epochOf(before) : wanted,
    endOffset: batches[next]?.baseOffset ?? log.end,
  };
};
