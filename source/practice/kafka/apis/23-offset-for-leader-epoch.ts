import {type Context, defineApi} from '../api.ts';
import {readList, writeList} from '../codec.ts';
import {codes} from '../codes.ts';
import {endOfEpoch} from '../epochs.ts';
import {leaderOf} from '../leader.ts';

/*
  OffsetForLeaderEpoch Request (2-4, flexible from 4) => replica_id [topics]
    replica_id => INT32 (3+)
    topics => topic [partitions]
      topic => STRING
      partitions => partition INT32, current_leader_epoch INT32, leader_epoch INT32

  OffsetForLeaderEpoch Response => throttle_time_ms [topics]
    throttle_time_ms => INT32
    topics => topic [partitions]
      topic => STRING
      partitions => error_code INT16, partition INT32, leader_epoch INT32, end_offset INT64

  By it a client finds out whether what it has read is still there after a change of leaders.
*/

interface Wanted {
  readonly partition: number;
  readonly currentLeaderEpoch: number;
  readonly leaderEpoch: number;
}

const find = (topic: string, wanted: Wanted, context: Context) => {
  const partition = leaderOf(topic, wanted.partition, wanted.currentLeaderEpoch, context);
  const none = {leaderEpoch: -1, endOffset: -1};
  return typeof partition === 'number'
    ? {...none, partition: wanted.partition, errorCode: partition}
    : {...endOfEpoch(partition, wanted.leaderEpoch), partition: wanted.partition, errorCode: codes.NONE};
};

export const offsetForLeaderEpoch = defineApi({
  key: 23,
  name: 'OffsetForLeaderEpoch',
  versions: [2, 4],
  flexible: 4,
  read(r, version, f) {
    if (version >= 3) r.readInt32();
    return {
      topics: readList(r, f, topic => ({
        topic: topic.readString(f),
        partitions: readList(
          topic,
          f,
          (p): Wanted => ({
            partition: p.readInt32(),
            currentLeaderEpoch: p.readInt32(),
            leaderEpoch: p.readInt32(),
          }),
        ),
      })),
    };
  },
  handle: ({topics}, context) =>
    topics.map(({topic, partitions}) => ({
      topic,
      partitions: partitions.map(wanted => find(topic, wanted, context)),
    })),
  write(w, topics, _version, f) {
    w.appendInt32(0);
    writeList(w, f, topics, (entry, {topic, partitions}) =>
      writeList(entry.appendString(topic, f), f, partitions, (p, found) =>
        p
          .appendInt16(found.errorCode)
          .appendInt32(found.partition)
          .appendInt32(found.leaderEpoch)
          .appendInt64(BigInt(found.endOffset)),
      ),
    );
  },
});
