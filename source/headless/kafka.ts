import {parseAddress} from '../clients/kafka/address.ts';
import {createKafkaClient, type KafkaClient} from '../clients/kafka/client.ts';
import {KafkaError} from '../clients/kafka/kafka-error.ts';
import type {Metadata} from '../model/cluster.ts';
import {isUnknown} from '../model/reading.ts';
import {askMetadata} from '../queries/any-metadata.ts';
import type {TargetContext} from './command.ts';
import {unmet, unreachable} from './exit.ts';
import {nearest} from './nearest.ts';
import {nextStep} from './next-step.ts';

/** A client of the target's cluster, for a command that speaks to it directly; the caller closes it. */
export const openKafka = ({target, security, clock}: TargetContext): KafkaClient =>
  createKafkaClient({bootstrap: target.bootstrap.map(parseAddress), security, clock});

const ask = async (client: KafkaClient, {target}: TargetContext): Promise<Metadata> => {
  try {
    return (await askMetadata(client, {known: []})).metadata;
  } catch (error) {
    if (error instanceof KafkaError) throw unreachable(error.message, nextStep(target));
    throw error;
  }
};

/** Sees to it that topics are there, before anything waits for them. */
export const needTopics = async (
  client: KafkaClient,
  names: readonly string[],
  context: TargetContext,
): Promise<Metadata> => {
  const metadata = await ask(client, context);
  for (const name of names) {
    const topic = metadata.topics.find(each => each.name === name);
    if (topic && isUnknown(topic.partitions)) throw unmet(`${name}: ${topic.partitions.sentence}`);
    if (topic) continue;
    const near = nearest(
      name,
      metadata.topics.map(each => each.name),
    );
    throw unmet(
      `There is no topic ${name}.`,
      near ? `Did you mean ${near}?` : 'kafka-lab topics lists them.',
    );
  }
  return metadata;
};
