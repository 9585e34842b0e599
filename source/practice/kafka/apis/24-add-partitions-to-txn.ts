import {defineApi} from '../api.ts';
import {readInts, readList, writeList} from '../codec.ts';
import {codes} from '../codes.ts';
import {transactionRefusal} from '../leader.ts';

/*
  AddPartitionsToTxn Request (0-3, flexible from 3) => transactional_id producer_id producer_epoch [topics]
    transactional_id => STRING
    producer_id => INT64
    producer_epoch => INT16
    topics => name STRING, [partitions INT32]

  AddPartitionsToTxn Response => throttle_time_ms [results]
    throttle_time_ms => INT32
    results => name STRING, [partition_index INT32, partition_error_code INT16]

  A partition that is not there refuses all of them: the others are told OPERATION_NOT_ATTEMPTED.
*/
export const addPartitionsToTxn = defineApi({
  key: 24,
  name: 'AddPartitionsToTxn',
  versions: [0, 3],
  flexible: 3,
  read: (r, _version, f) => ({
    transactionalId: r.readString(f),
    producerId: Number(r.readInt64()),
    producerEpoch: r.readInt16(),
    topics: readList(r, f, topic => ({name: topic.readString(f), partitions: readInts(topic, f)})),
  }),
  handle({topics, ...claim}, context) {
    const {cluster} = context;
    const places = topics.flatMap(({name, partitions}) =>
      partitions.map(partition => ({topic: name, partition})),
    );
    const isMissing = (topic: string, partition: number): boolean => !cluster.partition(topic, partition);
    const isRefused = places.some(({topic, partition}) => isMissing(topic, partition));
    const refusal = transactionRefusal(claim.transactionalId, context);
    const code =
      refusal !== codes.NONE
        ? refusal
        : isRefused
          ? codes.OPERATION_NOT_ATTEMPTED
          : cluster.transactions.add(claim, places);
    return topics.map(({name, partitions}) => ({
      name,
      partitions: partitions.map(index => ({
        index,
        code: refusal === codes.NONE && isMissing(name, index) ? codes.UNKNOWN_TOPIC_OR_PARTITION : code,
      })),
    }));
  },
  write(w, topics, _version, f) {
    w.appendInt32(0);
    writeList(w, f, topics, (entry, {name, partitions}) =>
      writeList(entry.appendString(name, f), f, partitions, (p, {index, code}) =>
        p.appendInt32(index).appendInt16(code),
      ),
    );
  },
});
