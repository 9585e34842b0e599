import {addressName} from '../clients/kafka/address.ts';
import {metadata} from '../clients/kafka/apis.ts';
import type {Link} from '../clients/kafka/link.ts';
import type {Clock} from '../clock.ts';
import {kafkaFailure} from '../errors.ts';
import type {Metadata, PartitionMetadata, TopicMetadata} from '../model/cluster.ts';
import {unknown} from '../model/reading.ts';

/** Partitions that are decoded before the event loop gets a turn. */
const slice = 2000;

type Answer = Awaited<ReturnType<typeof ask>>;
type AnsweredTopic = Answer['topics'][number];

// Auto-creation is refused in every request: naming a topic must never make it.
const ask = (link: Link, topics: readonly string[] | null) =>
  link.call(metadata, [topics && [...topics], false, false]);

const partitionOf = (partition: AnsweredTopic['partitions'][number]): PartitionMetadata => ({
  id: partition.partitionIndex,
  leader: partition.leaderId < 0 ? null : partition.leaderId,
  leaderEpoch: partition.leaderEpoch < 0 ? null : partition.leaderEpoch,
  replicas: partition.replicaNodes,
  isr: partition.isrNodes,
  offline: partition.offlineReplicas,
});

const topicOf = (topic: AnsweredTopic): TopicMetadata => {
  const name = topic.name ?? topic.topicId;
  const {why, sentence} = kafkaFailure(topic.errorCode, name);
  return {
    name,
    isInternal: topic.isInternal,
    // A partition's own error (no leader, replica missing) leaves its facts readable; a topic's does not.
    partitions:
      topic.errorCode === 0
        ? topic.partitions.map(partitionOf).sort((one, other) => one.id - other.id)
        : unknown(why, sentence),
  };
};

/**
 * What one broker says about the cluster: all topics, or those that are named. A large answer is decoded in slices,
 * so that the screen stays alive. Throws a KafkaError where no answer came.
 */
export const readMetadata = async (
  link: Link,
  clock: Clock,
  topics: readonly string[] | null = null,
): Promise<Metadata> => {
  const answer = await ask(link, topics);
  const decoded: TopicMetadata[] = [];
  let since = 0;
  for (const topic of answer.topics) {
    decoded.push(topicOf(topic));
    since += topic.partitions.length + 1;
    if (since < slice) continue;
    since = 0;
    await clock.sleep(0);
  }
  const brokers = answer.brokers.map(({nodeId, host, port, rack}) => ({
    id: nodeId,
    host,
    port,
    rack: rack ?? null,
  }));
  return {
    clusterId: answer.clusterId ?? null,
    controllerId: answer.controllerId < 0 ? null : answer.controllerId,
    brokers: brokers.sort((one, other) => one.id - other.id),
    topics: decoded.sort((one, other) => (one.name < other.name ? -1 : 1)),
    answeredBy: brokers.find(broker => addressName(broker) === link.name)?.id ?? null,
  };
};
