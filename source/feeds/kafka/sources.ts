import type {KafkaClient} from '../../clients/kafka/client.ts';
import {failureFrom, KafkaError} from '../../clients/kafka/kafka-error.ts';
import type {Link} from '../../clients/kafka/link.ts';
import type {Clock} from '../../clock.ts';
import type {Metadata} from '../../model/cluster.ts';
import {readMetadata} from '../../queries/metadata.ts';

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

/**
 * Metadata from one broker: from those in the poll first, which are known to answer, then from the addresses that the
 * user gave. Throws a KafkaError that tells of the first failure where nobody answers.
 */
export const askMetadata = async (
  client: KafkaClient,
  clock: Clock,
  members: readonly {readonly id: number; readonly link: Link}[],
  onSilent: (broker: number, error: unknown) => void,
): Promise<MetadataAnswer> => {
  const errors: unknown[] = [];
  const ask = async (link: Link): Promise<MetadataAnswer> => {
    const began = clock.now();
    const metadata = await readMetadata(link, clock);
    return {metadata, link, took: clock.now() - began};
  };
  for (const {id, link} of members.filter(member => member.link.isOpen())) {
    try {
      return await ask(link);
    } catch (error) {
      errors.push(error);
      onSilent(id, error);
    }
  }
  const closed = [...new Set([...members.map(({link}) => link), ...client.bootstrap])];
  const link = await firstOpen(closed, error => errors.push(error));
  if (link) {
    try {
      return await ask(link);
    } catch (error) {
      errors.push(error);
    }
  }
  const first = errors.find(error => error instanceof KafkaError) ?? errors[0];
  if (closed.length === 1 && first instanceof KafkaError) throw first;
  const {why, sentence} = failureFrom(first);
  throw new KafkaError(why, `No broker answers. ${sentence}`, 'refused', {cause: first});
};
