import {defineApi} from '../api.ts';
import {readInts, readListOrNull, writeInts, writeList} from '../codec.ts';
import {codes} from '../codes.ts';
import {controllerRefusal} from '../controller.ts';
import {refuse} from '../refusal.ts';

/*
  ListPartitionReassignments Request (0, flexible) => timeout_ms [topics]
    timeout_ms => INT32
    topics => name STRING, [partition_indexes INT32]      null: all that are under way

  ListPartitionReassignments Response => throttle_time_ms error_code error_message [topics]
    throttle_time_ms => INT32
    error_code => INT16
    error_message => NULLABLE_STRING
    topics => name [partitions]
      name => STRING
      partitions => partition_index INT32, [replicas INT32], [adding_replicas INT32], [removing_replicas INT32]
*/
export const listPartitionReassignments = defineApi({
  key: 46,
  name: 'ListPartitionReassignments',
  versions: [0, 0],
  flexible: 0,
  read: (r, _version, f) => ({
    timeoutMs: r.readInt32(),
    topics: readListOrNull(r, f, entry => ({name: entry.readString(f), partitions: readInts(entry, f)})),
  }),
  async handle({timeoutMs, topics}, context) {
    const {cluster} = context;
    const refusal = cluster.faults.isDenied('cluster')
      ? refuse(codes.CLUSTER_AUTHORIZATION_FAILED)
      : await controllerRefusal(timeoutMs, context);
    if (refusal) return {...refusal, topics: []};
    const isWanted = (topic: string, id: number): boolean =>
      topics === null || topics.some(({name, partitions}) => name === topic && partitions.includes(id));
    const moves = cluster.reassignments.all.filter(({partition}) => isWanted(partition.topic, partition.id));
    const names = [...new Set(moves.map(({partition}) => partition.topic))];
    return {
      ...refuse(codes.NONE, ''),
      topics: names.map(name => ({
        name,
        partitions: moves
          .filter(({partition}) => partition.topic === name)
          .map(({partition, adding, removing}) => ({
            id: partition.id,
            replicas: partition.replicas,
            adding,
            removing,
          })),
      })),
    };
  },
  write(w, {code, message, topics}, _version, f) {
    w.appendInt32(0).appendInt16(code).appendString(message, f);
    writeList(w, f, topics, (entry, {name, partitions}) =>
      writeList(entry.appendString(name, f), f, partitions, (p, {id, replicas, adding, removing}) => {
        p.appendInt32(id);
        for (const list of [replicas, adding, removing]) writeInts(p, f, list);
      }),
    );
  },
});
