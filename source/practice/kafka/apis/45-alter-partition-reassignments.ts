import {type Context, defineApi} from '../api.ts';
import {readList, readValuesOrNull, writeList} from '../codec.ts';
import {codes} from '../codes.ts';
import {controllerRefusal} from '../controller.ts';
import {targetProblem} from '../reassignment.ts';
import {type Refusal, refuse} from '../refusal.ts';

/*
  AlterPartitionReassignments Request (0, flexible) => timeout_ms [topics]
    timeout_ms => INT32
    topics => name [partitions]
      name => STRING
      partitions => partition_index INT32, [replicas INT32]      null: cancel

  AlterPartitionReassignments Response => throttle_time_ms error_code error_message [responses]
    throttle_time_ms => INT32
    error_code => INT16
    error_message => NULLABLE_STRING
    responses => name [partitions]
      name => STRING
      partitions => partition_index INT32, error_code INT16, error_message NULLABLE_STRING
*/

const move = (topic: string, id: number, replicas: readonly number[] | null, {cluster}: Context): Refusal => {
  const partition = cluster.partition(topic, id);
  if (!partition) return refuse(codes.UNKNOWN_TOPIC_OR_PARTITION, cluster.words.target.missing(topic, id));
  if (!replicas) return cluster.reassignments.cancel(partition);
  const problem = targetProblem(
    replicas,
    [...cluster.registered().map(broker => broker.id), ...cluster.control.fenced()],
    cluster.words,
  );
  if (problem) return problem;
  cluster.reassignments.start(partition, replicas);
  return refuse(codes.NONE);
};

export const alterPartitionReassignments = defineApi({
  key: 45,
  name: 'AlterPartitionReassignments',
  versions: [0, 0],
  flexible: 0,
  read: (r, _version, f) => ({
    timeoutMs: r.readInt32(),
    topics: readList(r, f, topic => ({
      name: topic.readString(f),
      partitions: readList(topic, f, p => ({
        id: p.readInt32(),
        replicas: readValuesOrNull(p, f, value => value.readInt32()),
      })),
    })),
  }),
  async handle({timeoutMs, topics}, context) {
    const refusal = context.cluster.faults.isDenied('cluster')
      ? refuse(codes.CLUSTER_AUTHORIZATION_FAILED)
      : await controllerRefusal(timeoutMs, context);
    if (refusal) return {...refusal, topics: []};
    const results = topics.map(({name, partitions}) => ({
      name,
      partitions: partitions.map(({id, replicas}) => ({id, ...move(name, id, replicas, context)})),
    }));
    return {...refuse(codes.NONE, ''), topics: results};
  },
  write(w, {code, message, topics}, _version, f) {
    w.appendInt32(0).appendInt16(code).appendString(message, f);
    writeList(w, f, topics, (entry, {name, partitions}) =>
      writeList(entry.appendString(name, f), f, partitions, (p, one) =>
        p.appendInt32(one.id).appendInt16(one.code).appendString(one.message, f),
      ),
    );
  },
});
