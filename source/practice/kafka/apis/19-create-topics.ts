import {type Context, defineApi} from '../api.ts';
import {readInts, readList, writeList} from '../codec.ts';
import {codes} from '../codes.ts';
import {type ConfigValue, topicConfigs} from '../configs.ts';
import type {NewTopic} from '../topics.ts';
import {timeOut} from '../wait.ts';

/*
  CreateTopics Request (2-7, flexible from 5) => [topics] timeout_ms validate_only
    topics => name num_partitions replication_factor [assignments] [configs]
      name => STRING
      num_partitions => INT32                      -1: the broker's default
      replication_factor => INT16                  -1: the broker's default
      assignments => partition_index INT32, [broker_ids INT32]
      configs => name STRING, value NULLABLE_STRING
    timeout_ms => INT32
    validate_only => BOOLEAN

  CreateTopics Response => throttle_time_ms [topics]
    throttle_time_ms => INT32
    topics => name topic_id error_code error_message num_partitions replication_factor [configs]
      name => STRING
      topic_id => UUID (7+)
      error_code => INT16
      error_message => NULLABLE_STRING
      num_partitions => INT32 (5+)
      replication_factor => INT16 (5+)
      configs => name STRING, value NULLABLE_STRING, read_only BOOLEAN, config_source INT8, is_sensitive BOOLEAN (5+)

  With ZooKeeper only the controller creates topics; with KRaft every broker passes the request on.
*/

interface Result {
  readonly name: string;
  readonly errorCode: number;
  readonly topicId: string | null;
  readonly partitions: number;
  readonly replicationFactor: number;
  readonly configs: readonly ConfigValue[];
}

const refused = (name: string, errorCode: number): Result => ({
  name,
  errorCode,
  topicId: null,
  partitions: -1,
  replicationFactor: -1,
  configs: [],
});

const create = (topic: NewTopic, validateOnly: boolean, {cluster}: Context): Result => {
  if (cluster.faults.isDenied('cluster') || cluster.faults.isDenied('topic', topic.name))
    return refused(topic.name, codes.TOPIC_AUTHORIZATION_FAILED);
  const refusal = cluster.topicRefusal(topic);
  if (refusal !== codes.NONE) return refused(topic.name, refusal);
  const configs = topicConfigs(new Map(Object.entries(topic.configs ?? {})), cluster.options.configs);
  const created = validateOnly ? undefined : cluster.createTopic(topic);
  return {
    name: topic.name,
    errorCode: codes.NONE,
    topicId: created?.id ?? null,
    partitions: created?.partitions.length ?? topic.partitions ?? -1,
    replicationFactor: created?.partitions[0]?.replicas.length ?? topic.replicationFactor ?? -1,
    configs,
  };
};

export const createTopics = defineApi({
  key: 19,
  name: 'CreateTopics',
  versions: [2, 7],
  flexible: 5,
  read: (r, _version, f) => ({
    topics: readList(r, f, entry => ({
      name: entry.readString(f),
      numPartitions: entry.readInt32(),
      replicationFactor: entry.readInt16(),
      assignments: readList(entry, f, a => ({partition: a.readInt32(), brokers: readInts(a, f)})),
      configs: readList(entry, f, c => ({name: c.readString(f), value: c.readNullableString(f)})),
    })),
    timeoutMs: r.readInt32(),
    validateOnly: r.readBoolean(),
  }),
  async handle({topics, timeoutMs, validateOnly}, context) {
    const {cluster, broker, signal} = context;
    const all = (code: number): readonly Result[] => topics.map(({name}) => refused(name, code));
    if (cluster.options.mode === 'zookeeper' && cluster.controller !== broker)
      return all(codes.NOT_CONTROLLER);
    if (!cluster.isQuorumUp) {
      await timeOut(timeoutMs, cluster.clock, signal);
      return all(codes.REQUEST_TIMED_OUT);
    }
    return topics.map(({name, numPartitions, replicationFactor, assignments, configs}) => {
      const replicas = [...assignments].sort((a, b) => a.partition - b.partition).map(({brokers}) => brokers);
      const topic: NewTopic = {
        name,
        partitions: numPartitions === -1 ? Number(cluster.brokerConfig('num.partitions')) : numPartitions,
        ...(replicationFactor !== -1 && {replicationFactor}),
        ...(replicas.length > 0 && {replicas}),
        configs: Object.fromEntries(configs.flatMap(c => (c.value === null ? [] : [[c.name, c.value]]))),
      };
      return create(topic, validateOnly, context);
    });
  },
  write(w, topics, version, f) {
    w.appendInt32(0);
    writeList(w, f, topics, (entry, topic) => {
      entry.appendString(topic.name, f);
      if (version >= 7) entry.appendUUID(topic.topicId);
      entry.appendInt16(topic.errorCode).appendString(null, f);
      if (version < 5) return;
      entry.appendInt32(topic.partitions).appendInt16(topic.replicationFactor);
      writeList(entry, f, topic.configs, (c, {name, value, isReadOnly, source, isSensitive}) =>
        c
          .appendString(name, f)
          .appendString(value, f)
          .appendBoolean(isReadOnly)
          .appendInt8(source)
          .appendBoolean(isSensitive),
      );
    });
  },
});
