import {type Context, defineApi} from '../api.ts';
import {readInts, readListOrNull, writeList} from '../codec.ts';
import {codes} from '../codes.ts';
import type {PartitionState} from '../state.ts';

/*
  DescribeLogDirs Request (1-4, flexible from 2) => [topics]
    topics => topic [partitions]                   null: all
      topic => STRING
      partitions => INT32

  DescribeLogDirs Response => throttle_time_ms error_code [results]
    throttle_time_ms => INT32
    error_code => INT16 (3+)
    results => error_code log_dir [topics] total_bytes usable_bytes
      error_code => INT16
      log_dir => STRING
      topics => name [partitions]
        name => STRING
        partitions => partition_index partition_size offset_lag is_future_key
          partition_index => INT32
          partition_size => INT64
          offset_lag => INT64
          is_future_key => BOOLEAN
      total_bytes => INT64 (4+)
      usable_bytes => INT64 (4+)
*/

interface Wanted {
  readonly topic: string;
  readonly partitions: readonly number[];
}

const diskBytes = 64 * 1024 ** 3;

/** What a broker has of a partition; one that gets it only now has a part of it, and lags behind by the rest. */
const copyOn = (partition: PartitionState, {cluster, broker}: Context) => {
  const {bytes, highWatermark, start} = partition.log;
  const move = cluster.reassignments.of(partition);
  if (!move?.adding.includes(broker) || partition.isr.includes(broker)) return {bytes, lag: 0};
  const copied = Math.floor(move.copied.get(broker) ?? 0);
  return {bytes: copied, lag: Math.ceil((highWatermark - start) * (1 - copied / Math.max(1, bytes)))};
};

const onBroker = (wanted: readonly Wanted[] | null, context: Context) => {
  const {cluster, broker} = context;
  return [...cluster.topics.values()]
    .map(topic => {
      const only = wanted?.find(entry => entry.topic === topic.name)?.partitions;
      const partitions = topic.partitions
        .filter(({replicas, id}) => replicas.includes(broker) && (!wanted || only?.includes(id)))
        .map(partition => ({id: partition.id, ...copyOn(partition, context)}));
      return {name: topic.name, partitions};
    })
    .filter(({partitions}) => partitions.length > 0);
};

export const describeLogDirs = defineApi({
  key: 35,
  name: 'DescribeLogDirs',
  versions: [1, 4],
  flexible: 2,
  read: (r, _version, f) => ({
    topics: readListOrNull(
      r,
      f,
      (entry): Wanted => ({topic: entry.readString(f), partitions: readInts(entry, f)}),
    ),
  }),
  handle({topics}, context) {
    const {cluster} = context;
    if (cluster.faults.isDenied('cluster'))
      return {errorCode: codes.CLUSTER_AUTHORIZATION_FAILED, results: []};
    const found = onBroker(topics, context);
    const all = onBroker(null, context).flatMap(({partitions}) => partitions);
    const usable = diskBytes - all.reduce((sum, {bytes}) => sum + bytes, 0);
    const logDir = cluster.brokerConfig('log.dirs');
    return {errorCode: codes.NONE, results: [{logDir, topics: found, usable}]};
  },
  write(w, {errorCode, results}, version, f) {
    w.appendInt32(0);
    if (version >= 3) w.appendInt16(errorCode);
    writeList(w, f, results, (entry, {logDir, topics, usable}) => {
      entry.appendInt16(codes.NONE).appendString(logDir, f);
      writeList(entry, f, topics, (t, {name, partitions}) =>
        writeList(t.appendString(name, f), f, partitions, (p, {id, bytes, lag}) =>
          p.appendInt32(id).appendInt64(BigInt(bytes)).appendInt64(BigInt(lag)).appendBoolean(false),
        ),
      );
      if (version >= 4) entry.appendInt64(BigInt(diskBytes)).appendInt64(BigInt(usable));
    });
  },
});
