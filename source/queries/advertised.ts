import {addressName, parseAddress} from '../clients/kafka/address.ts';
import type {KafkaClient} from '../clients/kafka/client.ts';
import {failureFrom} from '../clients/kafka/kafka-error.ts';
import type {Advertised} from '../model/advertised.ts';
import {readMetadata} from './metadata.ts';

/**
 * Asks at an address (`host:port`) where the brokers are, as every client does first, and tries each of them from this
 * machine. `client` is for this question alone. Throws a KafkaError where nobody answers, a UserError where it is no
 * address.
 */
export const readAdvertised = async (client: KafkaClient, address: string): Promise<Advertised> => {
  const link = client.link(parseAddress(address));
  // No topic: only the brokers are asked for.
  const {brokers, answeredBy} = await readMetadata(link, client.clock, []);
  const tried = brokers.map(async ({id, host, port}) => {
    const own = client.link({host, port});
    const trouble = await own.open().then(
      () => null,
      error => failureFrom(error).sentence,
    );
    return {id, address: addressName({host, port}), trouble};
  });
  return {address: link.name, broker: answeredBy, brokers: await Promise.all(tried)};
};
