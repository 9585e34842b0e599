import {type Context, defineApi} from '../api.ts';
import {readInts, readList, writeList} from '../codec.ts';
import {codes} from '../codes.ts';
import {type Refusal, refuse} from '../refusal.ts';
import type {ConfigValue} from '../settings/settings.ts';
import type {NewTopic} from '../topics.ts';
import {timeOut} from '../wait.ts';
import type {Words} from '../words.ts';

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

interface Assignment {
  readonly partition: number;
  readonly brokers: readonly number[];
}

interface Wanted {
  readonly name: string;
  readonly numPartitions: number;
  readonly replicationFactor: number;
  readonly assignments: readonly Assignment[];
  readonly configs: readonly {readonly name: string; readonly value: string | null}[];
}

interface Result {
  readonly name: string;
  readonly errorCode: number;
  readonly errorMessage: string | null;
  readonly topicId: string | null;
  readonly partitions: number;
  readonly replicationFactor: number;
  readonly configs: readonly ConfigValue[];
}

const refused = (name: string, {code, message}: Refusal): Result => ({
  name,
  errorCode: code,
  errorMessage: message,
  topicId: null,
  partitions: -1,
  replicationFactor: -1,
  configs: [],
});

/** Why a request makes no sense by itself; null where it does. */
const requestProblem = (wanted: Wanted, all: readonly Wanted[], words: Words): Refusal | null => {
  const {name, numPartitions, replicationFactor, assignments, configs} = wanted;
  if (all.filter(other => other.name === name).length > 1)
    return refuse(codes.INVALID_REQUEST, words.namedTwice);
  if (assignments.length > 0 && (numPartitions !== -1 || replicationFactor !== -1))
    return refuse(codes.INVALID_REQUEST, words.bothGiven);
  const places = assignments.map(({partition}) => partition).sort((a, b) => a - b);
  if (places.some((place, index) => place !== index))
    return refuse(
      codes.INVALID_REPLICA_ASSIGNMENT,
      'partitions should be a consecutive 0-based integer sequence',
    );
  const empty = configs.filter(({value}) => value === null).map(config => config.name);
  return empty.length > 0
    ? refuse(codes.INVALID_CONFIG, `Null value not supported for topic configs: ${empty.join(',')}`)
    : null;
};

const topicOf = (wanted: Wanted, {cluster}: Context): NewTopic => {
  const {name, numPartitions, replicationFactor, assignments, configs} = wanted;
  const replicas = [...assignments].sort((a, b) => a.partition - b.partition).map(({brokers}) => brokers);
  return {
    name,
    partitions: numPartitions === -1 ? Number(cluster.brokerConfig('num.partitions')) : numPartitions,
    ...(replicationFactor !== -1 && {replicationFactor}),
    ...(replicas.length > 0 && {replicas}),
    configs: Object.fromEntries(configs.map(config => [config.name, config.value ?? ''])),
  };
};

const create = (wanted: Wanted, all: readonly Wanted[], validateOnly: boolean, context: Context): Result => {
  const {cluster} = context;
  if (cluster.faults.isDenied('cluster') || cluster.faults.isDenied('topic', wanted.name))
    return refused(wanted.name, refuse(codes.TOPIC_AUTHORIZATION_FAILED));
  const topic = topicOf(wanted, context);
  const problem = requestProblem(wanted, all, cluster.words) ?? cluster.topicProblem(topic);
  if (problem) return refused(wanted.name, problem);
  const created = validateOnly ? undefined : cluster.createTopic(topic);
  const {replicas, partitions = -1, replicationFactor} = topic;
  return {
    name: topic.name,
    errorCode: codes.NONE,
    errorMessage: null,
    topicId: created?.id ?? null,
    partitions: replicas?.length ?? partitions,
    replicationFactor:
      replicas?.[0]?.length ??
      replicationFactor ??
      Number(cluster.brokerConfig('default.replication.factor')),
    configs: cluster.settings.topicValues(new Map(Object.entries(topic.configs ?? {}))),
  };
};

export const createTopics = defineApi({
  key: 19,
  name: 'CreateTopics',
  versions: [2, 7],
  flexible: 5,
  read: (r, _version, f) => ({
    topics: readList(
      r,
      f,
      (entry): Wanted => ({
        name: entry.readString(f),
        numPartitions: entry.readInt32(),
        replicationFactor: entry.readInt16(),
        assignments: readList(entry, f, a => ({partition: a.readInt32(), brokers: readInts(a, f)})),
        configs: readList(entry, f, c => ({name: c.readString(f), value: c.readNullableString(f)})),
      }),
    ),
    timeoutMs: r.readInt32(),
    validateOnly: r.readBoolean(),
  }),
  async handle({topics, timeoutMs, validateOnly}, context) {
    const {cluster, broker, signal} = context;
    const all = (refusal: Refusal): readonly Result[] => topics.map(({name}) => refused(name, refusal));
    if (cluster.options.mode === 'zookeeper' && cluster.controller !== broker)
      return all(refuse(codes.NOT_CONTROLLER, ''));
    if (!cluster.isQuorumUp) {
      await timeOut(timeoutMs, cluster.clock, signal);
      return all(refuse(codes.REQUEST_TIMED_OUT));
    }
    return topics.map(wanted => create(wanted, topics, validateOnly, context));
  },
  write(w, topics, version, f) {
    w.appendInt32(0);
    writeList(w, f, topics, (entry, topic) => {
      entry.appendString(topic.name, f);
      if (version >= 7) entry.appendUUID(topic.topicId);
      entry.appendInt16(topic.errorCode).appendString(topic.errorMessage, f);
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
