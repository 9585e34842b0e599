import type {KafkaClient} from '../clients/kafka/client.ts';
import {failureFrom, KafkaError} from '../clients/kafka/kafka-error.ts';
import type {Link} from '../clients/kafka/link.ts';
import type {Metadata} from '../model/cluster.ts';
import {readMetadata} from './metadata.ts';

export interface MetadataAnswer {
  readonly metadata: Metadata;
  readonly link: Link;
  /** Milliseconds that the answer took. */
  readonly took: number;
}

/** The first link that opens, all tried at once; undefined where none does. */
const firstOpen = async (
  links: readonly Link[],
  onError: (error: unknown) => void,
): Promise<Link | undefined> => {
  const opened = links.map(link => link.open().then(() => link));
  for (const each of opened) each.catch(onError);
  return Promise.any(opened).catch(() => undefined);
};

export interface AskOptions {
  /** Brokers that are known to answer: they are asked before the addresses that the user gave. */
  readonly known: readonly Link[];
  /** Topics to ask about; null for all. */
  readonly topics?: readonly string[] | null;
  readonly onError?: (link: Link, error: unknown) => void;
}

/**
 * Metadata from the first broker that answers. Throws a KafkaError that tells of the first failure where none does.
 */
export const askMetadata = async (
  client: KafkaClient,
  {known, topics = null, onError = () => {}}: AskOptions,
): Promise<MetadataAnswer> => {
  const {clock} = client;
  const errors: unknown[] = [];
  const ask = async (link: Link): Promise<MetadataAnswer | undefined> => {
    const began = clock.now();
    try {
      return {metadata: await readMetadata(link, clock, topics), link, took: clock.now() - began};
    } catch (error) {
      errors.push(error);
      onError(link, error);
      return undefined;
    }
  };
  for (const link of known.filter(each => each.isOpen())) {
    const answer = await ask(link);
    if (answer) return answer;
  }
  const closed = [...new Set([...known, ...client.bootstrap])];
  const link = await firstOpen(closed, error => errors.push(error));
  const answer = link && (await ask(link));
  if (answer) return answer;
  const first = errors.find(error => error instanceof KafkaError) ?? errors[0];
  if (closed.length === 1 && first instanceof KafkaError) throw first;
  const {why, sentence} = failureFrom(first);
  throw new KafkaError(why, `No broker answers. ${sentence}`, 'refused', {cause: first});
};
