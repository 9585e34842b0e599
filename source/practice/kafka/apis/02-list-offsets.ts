import {type Context, defineApi} from '../api.ts';
import {readList, writeList} from '../codec.ts';
import {codes} from '../codes.ts';
import {leaderOf} from '../leader.ts';

/*
  ListOffsets Request (1-9, flexible from 6) => replica_id isolation_level [topics]
    replica_id => INT32
    isolation_level => INT8 (2+)
    topics => name [partitions]
      name => STRING
      partitions => partition_index current_leader_epoch timestamp
        partition_index => INT32
        current_leader_epoch => INT32 (4+)
        timestamp => INT64          -1 the end, -2 the start, -3 the newest record (7+), -4 the start of what is kept
                                    here (8+), -5 the end of what is kept elsewhere (9+)

  ListOffsets Response => throttle_time_ms [topics]
    throttle_time_ms => INT32 (2+)
    topics => name [partitions]
      name => STRING
      partitions => partition_index error_code timestamp offset leader_epoch
        partition_index => INT32
        error_code => INT16
        timestamp => INT64
        offset => INT64
        leader_epoch => INT32 (4+)
*/

interface Wanted {
  readonly partitionIndex: number;
  readonly currentLeaderEpoch: number;
  readonly timestamp: number;
}

interface Found {
  readonly errorCode: number;
  readonly timestamp: number;
  readonly offset: number;
  readonly leaderEpoch: number;
}

const none = (errorCode: number): Found => ({errorCode, timestamp: -1, offset: -1, leaderEpoch: -1});

const find = (topic: string, wanted: Wanted, isolationLevel: number, context: Context): Found => {
  const partition = leaderOf(topic, wanted.partitionIndex, wanted.currentLeaderEpoch, context);
  if (typeof partition === 'number') return none(partition);
  const {log, epoch} = partition;
  const limit = isolationLevel === 1 ? log.lastStable : log.highWatermark;
  const at = (offset: number, timestamp = -1): Found => ({
    errorCode: codes.NONE,
    timestamp,
    offset,
    leaderEpoch: epoch,
  });
  if (wanted.timestamp === -1) return at(limit);
  if (wanted.timestamp === -2 || wanted.timestamp === -4) return at(log.start);
  if (wanted.timestamp === -5) return none(codes.NONE);
  const record = wanted.timestamp === -3 ? log.newest() : log.atTime(wanted.timestamp, limit);
  return record ? at(record.offset, record.timestamp) : none(codes.NONE);
};

export const listOffsets = defineApi({
  key: 2,
  name: 'ListOffsets',
  versions: [1, 9],
  flexible: 6,
  read(r, version, f) {
    const replicaId = r.readInt32();
    const isolationLevel = version >= 2 ? r.readInt8() : 0;
    const topics = readList(r, f, topic => ({
      name: topic.readString(f),
      partitions: readList(
        topic,
        f,
        (p): Wanted => ({
          partitionIndex: p.readInt32(),
          currentLeaderEpoch: version >= 4 ? p.readInt32() : -1,
          timestamp: Number(p.readInt64()),
        }),
      ),
    }));
    return {replicaId, isolationLevel, topics};
  },
  handle: ({topics, isolationLevel}, context) =>
    topics.map(({name, partitions}) => ({
      name,
      partitions: partitions.map(wanted => ({
        partitionIndex: wanted.partitionIndex,
        ...find(name, wanted, isolationLevel, context),
      })),
    })),
  write(w, topics, version, f) {
    if (version >= 2) w.appendInt32(0);
    writeList(w, f, topics, (entry, topic) =>
      writeList(entry.appendString(topic.name, f), f, topic.partitions, (p, found) => {
        p.appendInt32(found.partitionIndex).appendInt16(found.errorCode);
        p.appendInt64(BigInt(found.timestamp)).appendInt64(BigInt(found.offset));
        if (version >= 4) p.appendInt32(found.leaderEpoch);
      }),
    );
  },
});
