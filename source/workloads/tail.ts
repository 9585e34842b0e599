import type {KafkaClient} from '../clients/kafka/client.ts';
import type {Clock} from '../clock.ts';
import type {LogRecord, TailStart} from '../model/record.ts';
import {createTailFetcher} from './tail/fetcher.ts';
import {createNotes} from './tail/notes.ts';
import type {TailPartition} from './tail/partition.ts';
import {createTailPlaces} from './tail/places.ts';

export interface TailOptions {
  readonly client: KafkaClient;
  /** null: every topic that is not internal, new ones included. */
  readonly topics: readonly string[] | null;
  /** `last` counts records of each partition. */
  readonly start: TailStart;
  /** Only these partitions of each topic. */
  readonly partitions?: readonly number[];
  readonly clock: Clock;
  /**
   * Takes records: in offset order within a partition, each once. Nothing more is fetched from that broker until the
   * promise is done, so that a slow reader slows the tail and not the memory down.
   */
  readonly onRecords: (records: readonly LogRecord[]) => void | Promise<void>;
  /** Is told, in a sentence, what keeps records away: no leader, offsets that are gone, a batch that is damaged. */
  readonly onNote: (sentence: string) => void;
  /** Bytes that one fetch may bring; one batch that is larger comes whole. Default: half a mebibyte. */
  readonly capacity?: number;
}

/** Where a tail is. */
export interface TailState {
  readonly isPaused: boolean;
  readonly received: number;
  readonly partitions: readonly {
    readonly topic: string;
    readonly partition: number;
    readonly leader: number | null;
    /** The next offset to be read; null until it is known where to begin. */
    readonly offset: number | null;
    /** The end of the log as the last answer said; null before there was one. */
    readonly end: number | null;
    /** Why nothing is read of it now; null while it is read. */
    readonly waiting: string | null;
  }[];
}

export interface Tail {
  /** Stops fetching; nothing is lost, it goes on where it was. */
  pause(): void;
  resume(): void;
  /** Ends the requests that are under way and closes the tail's own connections. */
  stop(): Promise<void>;
  state(): TailState;
}

const half = 524_288;

const stateOf = (partition: TailPartition): TailState['partitions'][number] => {
  const {topic, leader, offset, end, waiting} = partition;
  return {topic, partition: partition.partition, leader, offset, end, waiting};
};

/**
 * Follows topics without a group: it fetches from the leaders, commits nothing, and leaves no trace in the cluster.
 * Each leader is asked by itself, so that a silent one holds up its own partitions only.
 */
export const startTail = (options: TailOptions): Tail => {
  const {client, clock, onNote, onRecords, capacity = half} = options;
  const stopping = new AbortController();
  const channel = client.channel('tail');
  let received = 0;
  let isPaused = false;
  let goOn = (): void => {};
  let gate: Promise<void> = Promise.resolve();
  let handing: Promise<void> = Promise.resolve();
  const notes = createNotes(sentence => {
    if (!stopping.signal.aborted) onNote(sentence);
  });
  const hand = (records: readonly LogRecord[]): Promise<void> => {
    handing = handing.then(async () => {
      if (stopping.signal.aborted) return;
      received += records.length;
      await onRecords(records);
    });
    return handing;
  };

  const places = createTailPlaces({...options, notes});
  const fetcher = createTailFetcher({
    client,
    clock,
    channel,
    capacity,
    start: options.start,
    signal: stopping.signal,
    places,
    notes,
    hand,
    whenOpen: () => gate,
  });
  const running = fetcher.run();

  return {
    pause() {
      if (isPaused || stopping.signal.aborted) return;
      isPaused = true;
      gate = new Promise(resolve => {
        goOn = resolve;
      });
    },
    resume() {
      isPaused = false;
      goOn();
    },
    async stop() {
      stopping.abort();
      goOn();
      client.close(channel);
      await running;
    },
    state: () => ({isPaused, received, partitions: places.all().map(stateOf)}),
  };
};
