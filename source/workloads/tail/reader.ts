import type {FetchedPartition} from '../../clients/kafka/fetch.ts';
import type {Link} from '../../clients/kafka/link.ts';
import {decodeRecords} from '../../clients/kafka/record-batch.ts';
import type {Clock} from '../../clock.ts';
import {kafkaFailure} from '../../errors.ts';
import type {LogRecord} from '../../model/record.ts';
import type {Notes} from './notes.ts';
import {partitionName, type TailPartition} from './partition.ts';
import type {TailPlaces} from './places.ts';
import {readBounds} from './start.ts';

export interface TailReaderOptions {
  readonly clock: Clock;
  readonly channel: string;
  readonly signal: AbortSignal;
  readonly places: TailPlaces;
  readonly notes: Notes;
  /** Asks for a look at who leads what, soon. */
  readonly look: () => void;
}

/** What follows for a partition from what a leader answered. */
export interface TailReader {
  /**
   * Takes one partition's answer in and gives its records. Only the first in a request gets a batch that is larger than
   * the request allows for: what another does not get says nothing.
   */
  take(partition: TailPartition, answer: FetchedPartition, isFirst: boolean): readonly LogRecord[];
  /** The leader refused the partition. May throw a KafkaError where it has to be asked again. */
  refuse(link: Link, partition: TailPartition, code: number): Promise<void>;
  /** Leaves a partition alone for a moment. */
  postpone(partition: TailPartition, sentence: string): void;
}

/** Milliseconds before a partition that was refused is asked again. */
const retryPause = 250;
const outOfRange = 1;
const notAuthorised = 29;

export const createTailReader = (options: TailReaderOptions): TailReader => {
  const {clock, channel, signal, places, notes, look} = options;

  const postpone = (partition: TailPartition, sentence: string): void => {
    partition.waiting = sentence;
    partition.notBefore = clock.now() + retryPause;
  };

  /** Finds a place to go on for a partition whose log no longer has the offset, or not yet. */
  const settleOffset = async (link: Link, partition: TailPartition, epoch: number | null): Promise<void> => {
    const name = partitionName(partition);
    const bounds = (await readBounds(link, [partition], {channel, signal})).get(name);
    const before = partition.offset ?? 0;
    if (!bounds) postpone(partition, `${name} is not available.`);
    else if (before < bounds.start) {
      partition.offset = bounds.start;
      notes.say(
        name,
        `${name} no longer has offsets ${before} to ${bounds.start - 1}: reading goes on at ${bounds.start}.`,
      );
    } else if (before > bounds.end) {
      // A log that lost its end has a newer leader epoch; without one it is another topic of the same name.
      const isNewTopic = (partition.leaderEpoch ?? 0) <= (epoch ?? 0);
      partition.offset = isNewTopic ? bounds.start : bounds.end;
      notes.say(
        name,
        isNewTopic
          ? `${name} was deleted and made again: it is read from its beginning.`
          : `${name} ends at ${bounds.end}, before offset ${before}: its leader lost records. Reading goes on there.`,
      );
    }
  };

  return {
    postpone,
    take(partition: TailPartition, answer: FetchedPartition, isFirst: boolean): readonly LogRecord[] {
      const from = partition.offset ?? 0;
      const {records, nextOffset, problems} = decodeRecords(answer.records, {
        ...partition,
        from,
        aborted: answer.aborted,
      });
      for (const problem of problems) notes.say(`batch of ${partitionName(partition)}`, problem);
      partition.offset = nextOffset;
      partition.end = answer.highWatermark;
      const name = partitionName(partition);
      const isStuck = answer.records.length > 0 && nextOffset === from && isFirst;
      const isHeld = nextOffset >= answer.lastStableOffset && nextOffset < answer.highWatermark;
      if (isStuck) postpone(partition, `${name} holds a batch at offset ${from} whose end cannot be found.`);
      else if (isHeld)
        partition.waiting = `${name} has a transaction that is still open: what follows is waited for.`;
      else if (partition.waiting !== null) {
        partition.waiting = null;
        notes.clear(name);
      }
      if (partition.waiting !== null) notes.say(name, partition.waiting);
      return records;
    },
    async refuse(link: Link, partition: TailPartition, code: number): Promise<void> {
      const {sentence} = kafkaFailure(code, partitionName(partition));
      if (code === outOfRange) {
        const epoch = partition.leaderEpoch;
        await places.refresh().catch(() => {});
        if (partition.leader !== null) await settleOffset(link, partition, epoch);
        return;
      }
      if (code === notAuthorised) {
        partition.isRefused = true;
        partition.waiting = sentence;
        notes.say(partitionName(partition), sentence);
        return;
      }
      postpone(partition, sentence);
      look();
    },
  };
};
