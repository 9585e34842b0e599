import type {TopicPartition} from '../../queries/offsets.ts';

/** Where a tail is in one partition. */
export interface TailPartition extends TopicPartition {
  /** The broker to fetch from; null while there is none. */
  leader: number | null;
  leaderEpoch: number | null;
  /** The next offset to be read; null until it was found out where to begin. */
  offset: number | null;
  /** The end of the log as the last answer said. */
  end: number | null;
  /** Whether a request for it is under way: two leaders must never be asked at once. */
  isBusy: boolean;
  /** Not asked before this time (ms since the epoch): it was refused a moment ago. */
  notBefore: number;
  /** Why nothing is read of it, in a sentence; null while it is read. */
  waiting: string | null;
  /** Whether it may never be read: the user is not allowed to. */
  isRefused: boolean;
  /** Records of it come from the beginning, not from where the tail starts: it came while the tail ran. */
  readonly isNew: boolean;
}

export const partitionName = ({topic, partition}: TopicPartition): string => `${topic}-${partition}`;

export const newPartition = (place: TopicPartition, isNew: boolean): TailPartition => ({
  ...place,
  leader: null,
  leaderEpoch: null,
  offset: null,
  end: null,
  isBusy: false,
  notBefore: 0,
  waiting: null,
  isRefused: false,
  isNew,
});
