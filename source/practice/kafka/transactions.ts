import type {Clock} from '../../clock.ts';
import {codes} from './codes.ts';
import type {Commit} from './groups.ts';

/** What a transaction touches, by `topic partition`. */
interface Touched {
  readonly topic: string;
  readonly partition: number;
}

interface PendingCommit extends Touched {
  readonly group: string;
  readonly value: Commit;
}

/** A transactional id: who has it, and what its open transaction has touched. */
interface Transaction {
  readonly producerId: number;
  epoch: number;
  timeoutMs: number;
  isOpen: boolean;
  readonly partitions: Map<string, Touched>;
  commits: PendingCommit[];
  cancelTimeout: () => void;
}

/** What ends a transaction in the logs and in the groups. */
export interface TransactionEffects {
  readonly clock: Clock;
  newProducerId(): number;
  /** Writes the marker into a partition; one that has no leader gets it later, or never. */
  mark(
    place: Touched,
    end: 'commit' | 'abort',
    producer: {readonly producerId: number; readonly epoch: number},
  ): void;
  commitOffset(group: string, place: Touched, value: Commit): void;
}

/** A producer as it names itself in its requests. */
export interface ProducerClaim {
  readonly transactionalId: string;
  readonly producerId: number;
  readonly producerEpoch: number;
}

/** The transaction coordinator's memory; it is shared, so that it moves with `__transaction_state` by itself. */
export interface Transactions {
  /** Gives the id to a producer: whoever had it before is fenced, and what that left open is aborted. */
  begin(transactionalId: string, timeoutMs: number): {readonly producerId: number; readonly epoch: number};
  /** Notes what the transaction will touch, and opens it. Returns the error code, or 0. */
  add(claim: ProducerClaim, places: readonly Touched[]): number;
  /** Keeps commits of a group until the end. Returns the error code, or 0. */
  addCommits(claim: ProducerClaim, group: string, commits: readonly Omit<PendingCommit, 'group'>[]): number;
  /** Commits or aborts. Returns the error code, or 0. */
  end(claim: ProducerClaim, isCommitted: boolean): number;
  close(): void;
}

const lastEpoch = 32_766;

export const createTransactions = (effects: TransactionEffects): Transactions => {
  const known = new Map<string, Transaction>();

  const finish = (transaction: Transaction, end: 'commit' | 'abort'): void => {
    const {producerId, epoch} = transaction;
    transaction.cancelTimeout();
    transaction.isOpen = false;
    for (const place of transaction.partitions.values()) effects.mark(place, end, {producerId, epoch});
    transaction.partitions.clear();
    const commits = transaction.commits;
    transaction.commits = [];
    if (end === 'commit')
      for (const {group, value, ...place} of commits) effects.commitOffset(group, place, value);
  };

  const found = ({transactionalId, producerId, producerEpoch}: ProducerClaim): Transaction | number => {
    const transaction = known.get(transactionalId);
    if (transaction?.producerId !== producerId) return codes.INVALID_PRODUCER_ID_MAPPING;
    return transaction.epoch === producerEpoch ? transaction : codes.INVALID_PRODUCER_EPOCH;
  };

  /** It is aborted where it lasts too long, and its producer is fenced. */
  const open = (transaction: Transaction): void => {
    if (transaction.isOpen) return;
    transaction.isOpen = true;
    transaction.cancelTimeout = effects.clock.after(transaction.timeoutMs, () => {
      transaction.epoch += 1;
      finish(transaction, 'abort');
    });
  };

  return {
    begin(transactionalId, timeoutMs) {
      const before = known.get(transactionalId);
      if (before && before.epoch < lastEpoch) {
        before.epoch += 1;
        if (before.isOpen) finish(before, 'abort');
        before.timeoutMs = timeoutMs;
        return before;
      }
      if (before?.isOpen) finish(before, 'abort');
      const made: Transaction = {
        producerId: effects.newProducerId(),
        epoch: 0,
        timeoutMs,
        isOpen: false,
        partitions: new Map(),
        commits: [],
        cancelTimeout: () => {},
      };
      known.set(transactionalId, made);
      return made;
    },
    add(claim, places) {
      const transaction = found(claim);
      if (typeof transaction === 'number') return transaction;
      open(transaction);
      for (const place of places) transaction.partitions.set(`${place.topic} ${place.partition}`, place);
      return codes.NONE;
    },
    addCommits(claim, group, commits) {
      const transaction = found(claim);
      if (typeof transaction === 'number') return transaction;
      transaction.commits.push(...commits.map(commit => ({...commit, group})));
      return codes.NONE;
    },
    end(claim, isCommitted) {
      const transaction = found(claim);
      if (typeof transaction === 'number') return transaction;
      // A producer that has sent nothing ends nothing; the same end may be asked for twice.
      if (transaction.isOpen) finish(transaction, isCommitted ? 'commit' : 'abort');
      return codes.NONE;
    },
    close() {
      for (const {cancelTimeout} of known.values()) cancelTimeout();
    },
  };
};
