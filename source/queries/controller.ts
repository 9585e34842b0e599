import {describeQuorum} from '../clients/kafka/apis.ts';
import {failureFrom} from '../clients/kafka/kafka-error.ts';
import type {CallOptions, Link} from '../clients/kafka/link.ts';
import {kafkaFailure} from '../errors.ts';
import type {Controller, Metadata} from '../model/cluster.ts';
import {unknown} from '../model/reading.ts';

const quorumTopic = '__cluster_metadata';

/** Whether the broker belongs to a KRaft cluster: those know DescribeQuorum, and the ones with ZooKeeper do not. */
export const isKraft = (link: Link): boolean => link.supports(describeQuorum);

/** Under ZooKeeper Metadata names the true controller. */
export const zookeeperController = ({controllerId}: Metadata): Controller => ({
  mode: 'zookeeper',
  id: controllerId,
  voters: [],
});

/**
 * The controller of a KRaft cluster, which need not be a broker: Metadata names any live broker instead. The broker
 * passes the question on, so that no answer says that the controllers, not the broker, are silent: unknown then, as
 * it is where the user may not ask. Never throws.
 */
export const readQuorum = async (link: Link, options?: CallOptions): Promise<Controller> => {
  try {
    const asked = [{topicName: quorumTopic, partitions: [{partitionIndex: 0}]}];
    const answer = await link.call(describeQuorum, [asked], options);
    const partition = answer.topics[0]?.partitions[0];
    const code = answer.errorCode || partition?.errorCode || 0;
    if (code !== 0 || !partition) {
      const {why, sentence} = kafkaFailure(code || -1, 'The controller');
      return {mode: 'kraft', id: unknown(why, sentence), voters: []};
    }
    return {
      mode: 'kraft',
      id: partition.leaderId < 0 ? null : partition.leaderId,
      voters: partition.currentVoters.map(({replicaId}) => replicaId),
    };
  } catch (error) {
    const {why} = failureFrom(error);
    return {
      mode: 'kraft',
      id: unknown(why, `${link.name} could not tell who the controller is.`),
      voters: [],
    };
  }
};
