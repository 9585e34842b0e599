import {type Context, defineApi, hangUp, noAnswer} from '../api.ts';
import {readList, writeList} from '../codec.ts';
import {codes} from '../codes.ts';
import {leaderOf} from '../leader.ts';
import {type Batch, readBatch, recordsOf, stamped} from '../records.ts';
import {judge} from '../sequences.ts';
import type {PartitionState} from '../state.ts';
import {waitUntil} from '../wait.ts';

/*
  Produce Request (3-11, flexible from 9) => transactional_id acks timeout_ms [topic_data]
    transactional_id => NULLABLE_STRING
    acks => INT16                                  -1 all in-sync replicas, 1 the leader, 0 no answer
    timeout_ms => INT32
    topic_data => name [partition_data]
      name => STRING
      partition_data => index records
        index => INT32
        records => NULLABLE_BYTES                  one batch of magic 2

  Produce Response => [responses] throttle_time_ms
    responses => name [partition_responses]
      name => STRING
      partition_responses => index error_code base_offset log_append_time_ms log_start_offset [record_errors]
          error_message
        index => INT32
        error_code => INT16
        base_offset => INT64
        log_append_time_ms => INT64                -1 unless the topic takes the broker's time
        log_start_offset => INT64 (5+)
        record_errors => batch_index INT32, batch_index_error_message NULLABLE_STRING (8+)
        error_message => NULLABLE_STRING (8+)
    throttle_time_ms => INT32
*/

interface Result {
  readonly errorCode: number;
  readonly baseOffset: number;
  readonly appendTime: number;
  readonly startOffset: number;
}

/** A batch that is in the leader's log; it counts when the high watermark has passed `end`. */
interface Stored extends Result {
  readonly partition: PartitionState;
  readonly end: number;
}

const refused = (errorCode: number): Result => ({errorCode, baseOffset: -1, appendTime: -1, startOffset: -1});

const isStored = (result: Result | Stored): result is Stored => 'partition' in result;

/** Why the records of a batch cannot be stored, or 0. Compressed ones are looked into only where keys matter. */
const recordsRefusal = (batch: Batch, isCompacted: boolean): number => {
  if (batch.isControl) return codes.INVALID_RECORD;
  if (batch.isCompressed && !isCompacted) return codes.NONE;
  try {
    const isBad = recordsOf(batch).some(({key, length}) => length < 0 || (isCompacted && key === null));
    return isBad ? codes.INVALID_RECORD : codes.NONE;
  } catch {
    return codes.INVALID_RECORD;
  }
};

const append = (
  topic: string,
  index: number,
  records: Buffer,
  acks: number,
  context: Context,
): Result | Stored => {
  const {cluster} = context;
  const partition = leaderOf(topic, index, -1, context);
  if (typeof partition === 'number') return refused(partition);
  const state = cluster.topics.get(topic);
  const config = (name: string): string => (state ? cluster.topicConfig(state, name) : '');
  const read = readBatch(records);
  if (typeof read === 'number') return refused(read);
  if (records.length > Number(config('max.message.bytes'))) return refused(codes.MESSAGE_TOO_LARGE);
  const refusal = recordsRefusal(read, config('cleanup.policy').includes('compact'));
  if (refusal !== codes.NONE) return refused(refusal);
  if (acks === -1 && partition.isr.length < cluster.neededInSync(partition))
    return refused(codes.NOT_ENOUGH_REPLICAS);
  const {log} = partition;
  const result = (baseOffset: number, appendTime: number): Stored => ({
    errorCode: codes.NONE,
    baseOffset,
    appendTime,
    startOffset: log.start,
    partition,
    end: baseOffset + read.lastOffset - read.baseOffset + 1,
  });
  const verdict = judge(partition.sequences, read);
  if (typeof verdict === 'object')
    return 'code' in verdict ? refused(verdict.code) : result(verdict.duplicateAt, -1);
  const isBrokersTime = config('message.timestamp.type') === 'LogAppendTime';
  const now = cluster.clock.now();
  const stored = cluster.store(partition, isBrokersTime ? stamped(read, now) : read);
  return result(stored.baseOffset, isBrokersTime ? now : -1);
};

/** What acks=all says of a batch when its time is up. */
const judgeStored = (stored: Stored, {cluster, broker}: Context): Result => {
  const {partition, end} = stored;
  if (partition.leader !== broker) return refused(codes.NOT_LEADER_OR_FOLLOWER);
  if (partition.log.highWatermark < end) return refused(codes.REQUEST_TIMED_OUT);
  return partition.isr.length < cluster.neededInSync(partition)
    ? refused(codes.NOT_ENOUGH_REPLICAS_AFTER_APPEND)
    : stored;
};

export const produce = defineApi({
  key: 0,
  name: 'Produce',
  versions: [3, 11],
  flexible: 9,
  read: (r, _version, f) => ({
    transactionalId: r.readNullableString(f),
    acks: r.readInt16(),
    timeoutMs: r.readInt32(),
    topics: readList(r, f, topic => ({
      name: topic.readString(f),
      partitions: readList(topic, f, p => ({index: p.readInt32(), records: p.readBytes(f)})),
    })),
  }),
  summary: ({acks, timeoutMs, topics}) => ({
    acks,
    timeoutMs,
    topics: topics.map(({name, partitions}) => ({
      name,
      partitions: partitions.map(({index, records}) => ({index, bytes: records.length})),
    })),
  }),
  async handle({acks, timeoutMs, topics}, context) {
    const {cluster, broker, signal} = context;
    const isKnown = acks === -1 || acks === 0 || acks === 1;
    const appended = topics.map(({name, partitions}) => ({
      name,
      partitions: partitions.map(({index, records}) => ({
        index,
        result: isKnown ? append(name, index, records, acks, context) : refused(codes.INVALID_REQUIRED_ACKS),
      })),
    }));
    const results = appended.flatMap(({partitions}) => partitions.map(({result}) => result));
    // Without an answer an error can only be told by closing the connection.
    if (acks === 0) return results.some(({errorCode}) => errorCode !== codes.NONE) ? hangUp : noAnswer;
    if (acks === 1) return appended;
    const stored = results.filter(isStored);
    const isSettled = ({partition, end}: Stored): boolean =>
      partition.leader !== broker || partition.log.highWatermark >= end;
    const partitions = stored.map(({partition}) => partition);
    await waitUntil(partitions, () => stored.every(isSettled), timeoutMs, cluster.clock, signal);
    return appended.map(topic => ({
      name: topic.name,
      partitions: topic.partitions.map(({index, result}) => ({
        index,
        result: isStored(result) ? judgeStored(result, context) : result,
      })),
    }));
  },
  write(w, topics, version, f) {
    writeList(w, f, topics, (entry, topic) =>
      writeList(entry.appendString(topic.name, f), f, topic.partitions, (p, {index, result}) => {
        p.appendInt32(index).appendInt16(result.errorCode);
        p.appendInt64(BigInt(result.baseOffset)).appendInt64(BigInt(result.appendTime));
        if (version >= 5) p.appendInt64(BigInt(result.startOffset));
        if (version >= 8) writeList(p, f, [], () => {}).appendString(null, f);
      }),
    );
    w.appendInt32(0);
  },
});
