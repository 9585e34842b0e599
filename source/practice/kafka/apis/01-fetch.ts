import {type Context, defineApi} from '../api.ts';
import {readInts, readList, writeList} from '../codec.ts';
import {codes} from '../codes.ts';
import {leaderOf} from '../leader.ts';
import type {Aborted} from '../log.ts';
import type {PartitionState} from '../state.ts';
import {waitUntil} from '../wait.ts';

/*
  Fetch Request (4-17, flexible from 12) => replica_id max_wait_ms min_bytes max_bytes isolation_level session_id
      session_epoch [topics] [forgotten_topics_data] rack_id
    replica_id => INT32 (4-14)
    max_wait_ms => INT32
    min_bytes => INT32
    max_bytes => INT32
    isolation_level => INT8                        0 uncommitted, 1 committed
    session_id => INT32 (7+)
    session_epoch => INT32 (7+)
    topics => topic | topic_id [partitions]
      topic => STRING (4-12)
      topic_id => UUID (13+)
      partitions => partition current_leader_epoch fetch_offset last_fetched_epoch log_start_offset partition_max_bytes
        partition => INT32
        current_leader_epoch => INT32 (9+)
        fetch_offset => INT64
        last_fetched_epoch => INT32 (12+)
        log_start_offset => INT64 (5+)
        partition_max_bytes => INT32
    forgotten_topics_data => topic | topic_id [partition INT32] (7+)
    rack_id => STRING (11+)

  Fetch Response => throttle_time_ms error_code session_id [responses]
    throttle_time_ms => INT32
    error_code => INT16 (7+)
    session_id => INT32 (7+)                       0: there are no sessions here, every fetch names all it wants
    responses => topic | topic_id [partitions]
      partitions => partition_index error_code high_watermark last_stable_offset log_start_offset
          [aborted_transactions] preferred_read_replica records
        partition_index => INT32
        error_code => INT16
        high_watermark => INT64
        last_stable_offset => INT64
        log_start_offset => INT64 (5+)
        aborted_transactions => producer_id INT64, first_offset INT64; null unless committed is asked for
        preferred_read_replica => INT32 (11+)
        records => NULLABLE_BYTES
*/

/** Session epochs of fetches that name all they want: one that asks for a session, and one that wants none. */
const [first, sessionless] = [0, -1] as const;

interface WantedPartition {
  readonly partition: number;
  readonly currentLeaderEpoch: number;
  readonly fetchOffset: number;
  readonly maxBytes: number;
}

interface WantedTopic {
  readonly topic: string | null;
  readonly topicId: string | null;
  readonly partitions: readonly WantedPartition[];
}

interface Found {
  readonly partition: number;
  readonly errorCode: number;
  readonly highWatermark: number;
  readonly lastStable: number;
  readonly start: number;
  readonly aborted: readonly Aborted[] | null;
  readonly batches: readonly Buffer[];
}

interface Fetch {
  readonly maxWaitMs: number;
  readonly minBytes: number;
  readonly maxBytes: number;
  readonly isolationLevel: number;
  readonly sessionId: number;
  readonly sessionEpoch: number;
  readonly topics: readonly WantedTopic[];
}

const none = (partition: number, errorCode: number): Found => ({
  partition,
  errorCode,
  highWatermark: -1,
  lastStable: -1,
  start: -1,
  aborted: null,
  batches: [],
});

const bytesOf = (batches: readonly Buffer[]): number => batches.reduce((sum, batch) => sum + batch.length, 0);

const read = (
  state: PartitionState | number,
  wanted: WantedPartition,
  isolationLevel: number,
  maxBytes: number,
  isFirst: boolean,
): Found => {
  const {partition, fetchOffset} = wanted;
  if (typeof state === 'number') return none(partition, state);
  const {log} = state;
  const found = {
    partition,
    errorCode: codes.NONE,
    highWatermark: log.highWatermark,
    lastStable: log.lastStable,
    start: log.start,
    aborted: null,
    batches: [],
  };
  if (fetchOffset < log.start || fetchOffset > log.end)
    return {...found, errorCode: codes.OFFSET_OUT_OF_RANGE};
  const limit = isolationLevel === 1 ? log.lastStable : log.highWatermark;
  const bytes = Math.min(wanted.maxBytes, maxBytes);
  return {
    ...found,
    aborted: isolationLevel === 1 ? log.abortedBetween(fetchOffset, limit) : null,
    batches: bytes > 0 ? log.read(fetchOffset, limit, bytes, isFirst) : [],
  };
};

const nameOf = ({topic, topicId}: WantedTopic, {cluster}: Context): string | undefined =>
  topic ?? cluster.topicById(topicId ?? '')?.name;

/** Reads all that is asked for, as it is now. */
const readAll = ({topics, isolationLevel, maxBytes}: Fetch, context: Context) => {
  let bytes = 0;
  let isRefused = false;
  const states: PartitionState[] = [];
  const responses = topics.map(wanted => {
    const name = nameOf(wanted, context);
    const partitions = wanted.partitions.map(one => {
      const state =
        name === undefined
          ? codes.UNKNOWN_TOPIC_ID
          : leaderOf(name, one.partition, one.currentLeaderEpoch, context);
      if (typeof state !== 'number') states.push(state);
      const found = read(state, one, isolationLevel, maxBytes - bytes, bytes === 0);
      bytes += bytesOf(found.batches);
      isRefused ||= found.errorCode !== codes.NONE;
      return found;
    });
    return {topic: wanted.topic, topicId: wanted.topicId, partitions};
  });
  return {responses, states, bytes, isRefused};
};

export const fetch = defineApi({
  key: 1,
  name: 'Fetch',
  versions: [4, 17],
  flexible: 12,
  read(r, version, f): Fetch {
    if (version <= 14) r.readInt32();
    const maxWaitMs = r.readInt32();
    const minBytes = r.readInt32();
    const maxBytes = r.readInt32();
    const isolationLevel = r.readInt8();
    const sessionId = version >= 7 ? r.readInt32() : 0;
    const sessionEpoch = version >= 7 ? r.readInt32() : sessionless;
    const topicOf = (entry: typeof r) => ({
      topic: version <= 12 ? entry.readString(f) : null,
      topicId: version >= 13 ? entry.readUUID() : null,
    });
    const topics = readList(r, f, entry => ({
      ...topicOf(entry),
      partitions: readList(entry, f, (p): WantedPartition => {
        const partition = p.readInt32();
        const currentLeaderEpoch = version >= 9 ? p.readInt32() : -1;
        const fetchOffset = Number(p.readInt64());
        if (version >= 12) p.readInt32();
        if (version >= 5) p.readInt64();
        return {partition, currentLeaderEpoch, fetchOffset, maxBytes: p.readInt32()};
      }),
    }));
    if (version >= 7) readList(r, f, entry => [topicOf(entry), readInts(entry, f)]);
    if (version >= 11) r.readString(f);
    return {maxWaitMs, minBytes, maxBytes, isolationLevel, sessionId, sessionEpoch, topics};
  },
  async handle(request, context) {
    // Only the next fetch of a session needs what the last one wanted.
    if (request.sessionEpoch !== first && request.sessionEpoch !== sessionless)
      return {errorCode: codes.FETCH_SESSION_ID_NOT_FOUND, responses: []};
    const {clock} = context.cluster;
    let result = readAll(request, context);
    const isEnough = (): boolean => result.isRefused || result.bytes >= request.minBytes;
    const isEnoughNow = (): boolean => {
      result = readAll(request, context);
      return isEnough();
    };
    if (!isEnough()) await waitUntil(result.states, isEnoughNow, request.maxWaitMs, clock, context.signal);
    return {errorCode: codes.NONE, responses: result.responses};
  },
  write(w, {errorCode, responses}, version, f) {
    w.appendInt32(0);
    if (version >= 7) w.appendInt16(errorCode).appendInt32(0);
    writeList(w, f, responses, (entry, {topic, topicId, partitions}) => {
      if (version >= 13) entry.appendUUID(topicId);
      else entry.appendString(topic ?? '', f);
      writeList(entry, f, partitions, (p, found) => {
        p.appendInt32(found.partition).appendInt16(found.errorCode);
        p.appendInt64(BigInt(found.highWatermark)).appendInt64(BigInt(found.lastStable));
        if (version >= 5) p.appendInt64(BigInt(found.start));
        writeList(p, f, found.aborted, (a, {producerId, firstOffset}) =>
          a.appendInt64(BigInt(producerId)).appendInt64(BigInt(firstOffset)),
        );
        if (version >= 11) p.appendInt32(-1);
        const bytes = bytesOf(found.batches);
        if (f) p.appendUnsignedVarInt(bytes + 1);
        else p.appendInt32(bytes);
        for (const batch of found.batches) p.append(batch);
      });
    });
  },
});
