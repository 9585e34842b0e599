import type {Probe} from '../../model/cluster.ts';
import type {Failure, Why} from '../../model/reading.ts';

/** How a broker could not be reached, in the words of a probe. */
export type Unreached = Exclude<Probe['result'], 'answers'>;

/**
 * A request that brought no answer. `reach` says what that tells about the broker, and is null where the broker is
 * fine and only this request is not (not supported, not decodable).
 */
export class KafkaError extends Error {
  override readonly name = 'KafkaError';
  readonly why: Why;
  readonly reach: Unreached | null;

  constructor(why: Why, sentence: string, reach: Unreached | null, options?: ErrorOptions) {
    super(sentence, options);
    this.why = why;
    this.reach = reach;
  }
}

/** Any error that a client or query throws, as the failure of a reading. */
export const failureFrom = (error: unknown): Failure =>
  error instanceof KafkaError
    ? {why: error.why, sentence: error.message}
    : {why: 'not-read', sentence: error instanceof Error ? error.message : String(error)};
