import {type Context, defineApi} from '../api.ts';
import {readList, writeList} from '../codec.ts';
import {codes} from '../codes.ts';
import {leaderOf} from '../leader.ts';
import {wake} from '../state.ts';

/*
  DeleteRecords Request (0-2, flexible from 2) => [topics] timeout_ms
    topics => name [partitions]
      name => STRING
      partitions => partition_index INT32, offset INT64      the first that stays; -1: the high watermark
    timeout_ms => INT32

  DeleteRecords Response => throttle_time_ms [topics]
    throttle_time_ms => INT32
    topics => name [partitions]
      name => STRING
      partitions => partition_index INT32, low_watermark INT64, error_code INT16
*/

const remove = (name: string, index: number, offset: number, context: Context) => {
  const {cluster} = context;
  const result = (errorCode: number, lowWatermark = -1) => ({index, errorCode, lowWatermark});
  const topic = cluster.topics.get(name);
  if (topic?.isInternal) return result(codes.INVALID_TOPIC_EXCEPTION);
  const partition = leaderOf(name, index, -1, context);
  if (typeof partition === 'number') return result(partition);
  if (topic && !cluster.topicConfig(topic, 'cleanup.policy').includes('delete'))
    return result(codes.POLICY_VIOLATION);
  const {log} = partition;
  const before = offset === -1 ? log.highWatermark : offset;
  if (before < 0 || before > log.highWatermark) return result(codes.OFFSET_OUT_OF_RANGE);
  log.deleteBefore(before);
  wake(partition);
  return result(codes.NONE, log.start);
};

export const deleteRecords = defineApi({
  key: 21,
  name: 'DeleteRecords',
  versions: [0, 2],
  flexible: 2,
  read: (r, _version, f) => ({
    topics: readList(r, f, topic => ({
      name: topic.readString(f),
      partitions: readList(topic, f, p => ({index: p.readInt32(), offset: Number(p.readInt64())})),
    })),
    timeoutMs: r.readInt32(),
  }),
  handle: ({topics}, context) =>
    topics.map(({name, partitions}) => ({
      name,
      partitions: partitions.map(({index, offset}) => remove(name, index, offset, context)),
    })),
  write(w, topics, _version, f) {
    w.appendInt32(0);
    writeList(w, f, topics, (entry, {name, partitions}) =>
      writeList(entry.appendString(name, f), f, partitions, (p, {index, lowWatermark, errorCode}) =>
        p.appendInt32(index).appendInt64(BigInt(lowWatermark)).appendInt16(errorCode),
      ),
    );
  },
});
