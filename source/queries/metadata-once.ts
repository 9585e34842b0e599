import {parseAddress} from '../clients/kafka/address.ts';
import {createKafkaClient} from '../clients/kafka/client.ts';
import {plaintext} from '../clients/kafka/security.ts';
import type {Clock} from '../clock.ts';
import type {Metadata} from '../model/cluster.ts';
import {readMetadata} from './metadata.ts';

/** Asks one broker of a lab that is starting, over a connection of its own. Rejects with a KafkaError. */
export const readMetadataOnce =
  (clock: Clock) =>
  async (address: string): Promise<Metadata> => {
    const client = createKafkaClient({bootstrap: [parseAddress(address)], security: plaintext, clock});
    try {
      return await readMetadata(client.link(parseAddress(address)), clock);
    } finally {
      client.close();
    }
  };
