import {type Context, defineApi} from '../api.ts';
import {operationsNotAsked, readListOrNull, writeInts, writeList} from '../codec.ts';
import {codes} from '../codes.ts';
import type {PartitionState, TopicState} from '../state.ts';

/*
  Metadata Request (0-12, flexible from 9) => [topics] allow_auto_topic_creation
      include_cluster_authorized_operations include_topic_authorized_operations
    topics => topic_id name                        null: all topics; in version 0 an empty list stands for that
      topic_id => UUID (10+)
      name => STRING (nullable 10+)
    allow_auto_topic_creation => BOOLEAN (4+)
    include_cluster_authorized_operations => BOOLEAN (8-10)
    include_topic_authorized_operations => BOOLEAN (8+)

  Metadata Response => throttle_time_ms [brokers] cluster_id controller_id [topics] cluster_authorized_operations
    throttle_time_ms => INT32 (3+)
    brokers => node_id host port rack
      node_id => INT32
      host => STRING
      port => INT32
      rack => NULLABLE_STRING (1+)
    cluster_id => NULLABLE_STRING (2+)
    controller_id => INT32 (1+)
    topics => error_code name topic_id is_internal [partitions] topic_authorized_operations
      error_code => INT16
      name => STRING (nullable 12+)
      topic_id => UUID (10+)
      is_internal => BOOLEAN (1+)
      partitions => error_code partition_index leader_id leader_epoch [replica_nodes] [isr_nodes] [offline_replicas]
        error_code => INT16
        partition_index => INT32
        leader_id => INT32
        leader_epoch => INT32 (7+)
        replica_nodes => INT32
        isr_nodes => INT32
        offline_replicas => INT32 (5+)
      topic_authorized_operations => INT32 (8+)
    cluster_authorized_operations => INT32 (8-10)
*/

interface Wanted {
  readonly topicId: string | null;
  readonly name: string | null;
}

interface Described {
  readonly errorCode: number;
  readonly name: string | null;
  readonly topicId: string | null;
  readonly isInternal: boolean;
  readonly partitions: readonly PartitionState[];
}

const noId = '00000000-0000-0000-0000-000000000000';

const described = (topic: TopicState): Described => ({
  errorCode: codes.NONE,
  name: topic.name,
  topicId: topic.id,
  isInternal: topic.isInternal,
  partitions: topic.partitions,
});

const failed = (errorCode: number, {name, topicId}: Wanted): Described => ({
  errorCode,
  name,
  topicId,
  isInternal: false,
  partitions: [],
});

/** A topic that is not there is made, where both the client and the broker's settings allow that. */
const missing = (wanted: Wanted, mayCreate: boolean, {cluster}: Context): Described => {
  const {name} = wanted;
  if (name === null) return failed(codes.UNKNOWN_TOPIC_ID, wanted);
  const isAllowed = mayCreate && cluster.brokerConfig('auto.create.topics.enable') === 'true';
  const topic = {name, partitions: Number(cluster.brokerConfig('num.partitions'))};
  const refusal = cluster.topicRefusal(topic);
  if (refusal === codes.INVALID_TOPIC_EXCEPTION) return failed(refusal, wanted);
  if (!isAllowed || !cluster.isQuorumUp || refusal !== codes.NONE)
    return failed(codes.UNKNOWN_TOPIC_OR_PARTITION, wanted);
  cluster.createTopic(topic);
  // The first answer only says that it is on its way.
  const isZooKeeper = cluster.options.mode === 'zookeeper';
  return failed(isZooKeeper ? codes.LEADER_NOT_AVAILABLE : codes.UNKNOWN_TOPIC_OR_PARTITION, wanted);
};

const find = (wanted: Wanted, mayCreate: boolean, context: Context): Described => {
  const {cluster} = context;
  const topic =
    wanted.name === null ? cluster.topicById(wanted.topicId ?? noId) : cluster.topics.get(wanted.name);
  if (cluster.faults.isDenied('topic', topic?.name ?? wanted.name ?? undefined))
    return failed(codes.TOPIC_AUTHORIZATION_FAILED, wanted);
  return topic ? described(topic) : missing(wanted, mayCreate, context);
};

export const metadata = defineApi({
  key: 3,
  name: 'Metadata',
  versions: [0, 12],
  flexible: 9,
  read(r, version, f) {
    const list = readListOrNull(r, f, (entry): Wanted => {
      const id = version >= 10 ? entry.readUUID() : noId;
      const name = entry.readNullableString(f);
      return {topicId: id === noId ? null : id, name};
    });
    const topics = version === 0 && list?.length === 0 ? null : list;
    const allowAutoTopicCreation = version >= 4 ? r.readBoolean() : true;
    if (version >= 8 && version <= 10) r.readBoolean();
    if (version >= 8) r.readBoolean();
    return {topics, allowAutoTopicCreation};
  },
  handle({topics, allowAutoTopicCreation}, context) {
    const {cluster} = context;
    const all = [...cluster.topics.values()].filter(({name}) => !cluster.faults.isDenied('topic', name));
    return {
      brokers: cluster.registered(),
      clusterId: cluster.options.clusterId,
      controllerId: cluster.controllerForAnswer(),
      topics: topics
        ? topics.map(wanted => find(wanted, allowAutoTopicCreation, context))
        : all.map(described),
      isKraft: cluster.options.mode === 'kraft',
      live: cluster.live,
    };
  },
  write(w, {brokers, clusterId, controllerId, topics, isKraft, live}, version, f) {
    if (version >= 3) w.appendInt32(0);
    writeList(w, f, brokers, (entry, broker) => {
      entry.appendInt32(broker.id).appendString(broker.host, f).appendInt32(broker.port);
      if (version >= 1) entry.appendString(broker.rack, f);
    });
    if (version >= 2) w.appendString(clusterId, f);
    if (version >= 1) w.appendInt32(controllerId);
    writeList(w, f, topics, (entry, topic) => {
      entry.appendInt16(topic.errorCode).appendString(version >= 12 ? topic.name : (topic.name ?? ''), f);
      if (version >= 10) entry.appendUUID(topic.topicId);
      if (version >= 1) entry.appendBoolean(topic.isInternal);
      writeList(entry, f, topic.partitions, (p, partition) => {
        const isLed = partition.leader !== -1;
        p.appendInt16(isLed ? codes.NONE : codes.LEADER_NOT_AVAILABLE);
        p.appendInt32(partition.id).appendInt32(partition.leader);
        if (version >= 7) p.appendInt32(partition.epoch);
        writeInts(p, f, partition.replicas);
        // A KRaft controller takes the last member out too, ZooKeeper's leaves it in.
        writeInts(p, f, isKraft && !isLed ? [] : partition.isr);
        if (version >= 5) {
          const offline = partition.replicas.filter(id => !live.isRegistered(id));
          writeInts(p, f, offline);
        }
      });
      if (version >= 8) entry.appendInt32(operationsNotAsked);
    });
    if (version >= 8 && version <= 10) w.appendInt32(operationsNotAsked);
  },
});
