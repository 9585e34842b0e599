import type {KafkaError} from '../../clients/kafka/kafka-error.ts';
import type {ProducedPartition} from '../../clients/kafka/produce.ts';
import type {Clock} from '../../clock.ts';
import {kafkaErrorName, kafkaFailure} from '../../errors.ts';
import {type Batch, type Lane, type PendingRecord, putBack} from './lane.ts';
import {isMoved, verdictOf} from './verdict.ts';

export interface OutcomeOptions {
  readonly clock: Clock;
  readonly topic: string;
  readonly isIdempotent: boolean;
  /** `offset` is of the first record; null where the broker did not say. */
  readonly onStored: (partition: number, records: readonly PendingRecord[], offset: number | null) => void;
  readonly onFailed: (partition: number, records: readonly PendingRecord[], error: string) => void;
  /** Somebody else leads by now. */
  readonly onMoved: () => void;
}

/** What follows for a lane from what became of its batch. */
export interface Outcome {
  answered(lane: Lane, batch: Batch, answer: ProducedPartition): void;
  /** No answer came, and the batch was on its way. */
  unanswered(lane: Lane, batch: Batch, error: KafkaError): void;
  /** It could not be sent at all. */
  unsent(lane: Lane, error: KafkaError): void;
  /** It is given up. */
  fail(lane: Lane, batch: Batch, error: string): void;
}

const retryPause = 200;
/** In a row: a broker that goes on forgetting the producer does not get it better by asking on. */
const maxRenewals = 3;

export const createOutcome = (options: OutcomeOptions): Outcome => {
  const {clock, topic, isIdempotent, onStored, onFailed, onMoved} = options;

  const postpone = (lane: Lane): void => {
    lane.notBefore = clock.now() + retryPause;
  };

  const fail: Outcome['fail'] = (lane, batch, error) => {
    // Whether the broker counts a batch in doubt is not known, and so not the next number either.
    if (batch.isInDoubt) {
      lane.identity = null;
      lane.renewals += 1;
    }
    lane.batch = null;
    onFailed(lane.partition, batch.records, error);
  };

  const renew = (lane: Lane, batch: Batch, error: string): void => {
    if (lane.renewals >= maxRenewals) {
      fail(lane, batch, error);
      return;
    }
    lane.identity = null;
    lane.renewals += 1;
    putBack(lane, batch);
    postpone(lane);
  };

  const store = (lane: Lane, batch: Batch, offset: number | null): void => {
    // Sequence numbers go round within 31 bits.
    lane.nextSequence = (lane.nextSequence + batch.records.length) & 0x7f_ff_ff_ff;
    lane.batch = null;
    lane.refusal = null;
    lane.renewals = 0;
    onStored(lane.partition, batch.records, offset);
  };

  return {
    fail,
    answered(lane, batch, {errorCode, errorMessage, baseOffset}) {
      const error = kafkaErrorName(errorCode);
      const verdict = verdictOf(errorCode);
      if (verdict === 'stored') {
        store(lane, batch, baseOffset);
        return;
      }
      const {sentence} = kafkaFailure(errorCode, `${topic}-${lane.partition}`);
      lane.refusal = {error, sentence: errorMessage ?? sentence};
      if (verdict === 'in-doubt') batch.isInDoubt = true;
      if (isMoved(errorCode)) onMoved();
      if (verdict === 'retry' || (verdict === 'in-doubt' && isIdempotent)) postpone(lane);
      else if (verdict === 'renew' && isIdempotent) renew(lane, batch, error);
      else if (verdict === 'too-large' && batch.records.length > 1) {
        lane.batchRecords = Math.ceil(batch.records.length / 2);
        putBack(lane, batch);
      } else fail(lane, batch, error);
    },
    unanswered(lane, batch, error) {
      batch.isInDoubt = true;
      lane.refusal = {
        error: error.reach === 'silent' ? 'REQUEST_TIMED_OUT' : 'NETWORK_EXCEPTION',
        sentence: error.message,
      };
      onMoved();
      // Without an identity a second attempt could store it twice.
      if (isIdempotent) postpone(lane);
      else fail(lane, batch, lane.refusal.error);
    },
    unsent(lane, error) {
      lane.refusal = {error: 'NETWORK_EXCEPTION', sentence: error.message};
      postpone(lane);
      onMoved();
    },
  };
};
