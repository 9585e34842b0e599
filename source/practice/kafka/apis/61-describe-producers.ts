import {type Context, defineApi} from '../api.ts';
import {readInts, readList, writeList} from '../codec.ts';
import {codes} from '../codes.ts';
import {leaderOf} from '../leader.ts';
import {type Producer, producersOf} from '../producers.ts';
import {refuse} from '../refusal.ts';

/*
  DescribeProducers Request (0, flexible) => [topics]
    topics => name STRING, [partition_indexes INT32]

  DescribeProducers Response => throttle_time_ms [topics]
    throttle_time_ms => INT32
    topics => name [partitions]
      name => STRING
      partitions => partition_index error_code error_message [active_producers]
        partition_index => INT32
        error_code => INT16
        error_message => NULLABLE_STRING
        active_producers => producer_id INT64, producer_epoch INT32, last_sequence INT32, last_timestamp INT64,
            coordinator_epoch INT32, current_txn_start_offset INT64      -1 where there is none
*/

const describe = (topic: string, id: number, context: Context) => {
  const partition = leaderOf(topic, id, -1, context);
  const none: readonly Producer[] = [];
  if (typeof partition !== 'number') return {id, ...refuse(codes.NONE), producers: producersOf(partition)};
  const isUnknown = partition === codes.UNKNOWN_TOPIC_OR_PARTITION;
  const message = isUnknown ? 'This server does not host this topic-partition.' : null;
  return {id, ...refuse(partition, message), producers: none};
};

export const describeProducers = defineApi({
  key: 61,
  name: 'DescribeProducers',
  versions: [0, 0],
  flexible: 0,
  read: (r, _version, f) => ({
    topics: readList(r, f, entry => ({name: entry.readString(f), partitions: readInts(entry, f)})),
  }),
  handle: ({topics}, context) =>
    topics.map(({name, partitions}) => ({
      name,
      partitions: partitions.map(id => describe(name, id, context)),
    })),
  write(w, topics, _version, f) {
    w.appendInt32(0);
    writeList(w, f, topics, (entry, {name, partitions}) =>
      writeList(entry.appendString(name, f), f, partitions, (p, {id, code, message, producers}) => {
        p.appendInt32(id).appendInt16(code).appendString(message, f);
        writeList(p, f, producers, (producer, one) =>
          producer
            .appendInt64(BigInt(one.producerId))
            .appendInt32(one.epoch)
            .appendInt32(one.lastSequence)
            .appendInt64(BigInt(one.lastTimestamp))
            .appendInt32(-1)
            .appendInt64(BigInt(one.transactionStart)),
        );
      }),
    );
  },
});
