import {type Context, defineApi} from '../api.ts';
import {operationsNotAsked, readList, readTags, writeInts, writeList} from '../codec.ts';
import {codes} from '../codes.ts';
import type {PartitionState, TopicState} from '../state.ts';

/*
  DescribeTopicPartitions Request (0, flexible) => [topics] response_partition_limit cursor
    topics => name STRING                          none: all
    response_partition_limit => INT32
    cursor => topic_name STRING, partition_index INT32      where to go on; a null one is the byte -1, else 1 is first

  DescribeTopicPartitions Response => throttle_time_ms [topics] next_cursor
    throttle_time_ms => INT32
    topics => error_code name topic_id is_internal [partitions] topic_authorized_operations
      error_code => INT16
      name => NULLABLE_STRING
      topic_id => UUID
      is_internal => BOOLEAN
      partitions => error_code partition_index leader_id leader_epoch [replica_nodes] [isr_nodes]
          [eligible_leader_replicas] [last_known_elr] [offline_replicas]
      topic_authorized_operations => INT32
    next_cursor => as cursor

  Topics come in the order of their names.
*/

interface Cursor {
  readonly topic: string;
  readonly partition: number;
}

interface Described {
  readonly errorCode: number;
  readonly name: string;
  readonly topic: TopicState | null;
  readonly partitions: readonly PartitionState[];
}

const mostPartitions = 2000;

const namesOf = (topics: readonly string[], {cluster}: Context): readonly string[] =>
  [...new Set(topics.length > 0 ? topics : cluster.topics.keys())].sort();

export const describeTopicPartitions = defineApi({
  key: 75,
  name: 'DescribeTopicPartitions',
  versions: [0, 0],
  flexible: 0,
  only: 'kraft',
  read(r) {
    const topics = readList(r, true, entry => entry.readString());
    const limit = r.readInt32();
    if (r.readInt8() === -1) return {topics, limit, cursor: null};
    const cursor: Cursor = {topic: r.readString(), partition: r.readInt32()};
    readTags(r, true);
    return {topics, limit, cursor};
  },
  handle({topics, limit, cursor}, context) {
    const {cluster} = context;
    const found: Described[] = [];
    let left = Math.max(1, Math.min(limit, mostPartitions));
    for (const name of namesOf(topics, context)) {
      if (cursor && name < cursor.topic) continue;
      const next: Cursor = {topic: name, partition: cursor?.topic === name ? cursor.partition : 0};
      if (left === 0) return {topics: found, next, live: cluster.live};
      const failed = (errorCode: number): Described => ({errorCode, name, topic: null, partitions: []});
      const topic = cluster.topics.get(name);
      if (cluster.faults.isDenied('topic', name)) {
        if (topics.length > 0) found.push(failed(codes.TOPIC_AUTHORIZATION_FAILED));
        continue;
      }
      if (!topic) {
        found.push(failed(codes.UNKNOWN_TOPIC_OR_PARTITION));
        continue;
      }
      const partitions = topic.partitions.slice(next.partition, next.partition + left);
      left -= partitions.length;
      found.push({errorCode: codes.NONE, name, topic, partitions});
      const end = next.partition + partitions.length;
      if (end < topic.partitions.length)
        return {topics: found, next: {topic: name, partition: end}, live: cluster.live};
    }
    return {topics: found, next: null, live: cluster.live};
  },
  write(w, {topics, next, live}) {
    w.appendInt32(0);
    writeList(w, true, topics, (entry, {errorCode, name, topic, partitions}) => {
      entry
        .appendInt16(errorCode)
        .appendString(name)
        .appendUUID(topic?.id ?? null);
      entry.appendBoolean(topic?.isInternal ?? false);
      writeList(entry, true, partitions, (p, partition) => {
        const isLed = partition.leader !== -1;
        p.appendInt16(isLed ? codes.NONE : codes.LEADER_NOT_AVAILABLE).appendInt32(partition.id);
        p.appendInt32(partition.leader).appendInt32(partition.epoch);
        writeInts(p, true, partition.replicas);
        writeInts(p, true, isLed ? partition.isr : []);
        // Eligible leaders are a feature that the lab does not switch on.
        writeInts(writeInts(p, true, []), true, []);
        const offline = partition.replicas.filter(id => !live.isRegistered(id));
        writeInts(p, true, offline);
      });
      entry.appendInt32(operationsNotAsked);
    });
    if (!next) w.appendInt8(-1);
    else w.appendInt8(1).appendString(next.topic).appendInt32(next.partition).appendTaggedFields();
  },
});
