import assert from 'node:assert/strict';
import {parseAddress} from '../../source/clients/kafka/address.ts';
import {createKafkaClient, type KafkaClient} from '../../source/clients/kafka/client.ts';
import {plaintext} from '../../source/clients/kafka/security.ts';
import {systemClock} from '../../source/clock.ts';
import {readAdvertised} from '../../source/queries/advertised.ts';
import {runContract} from '../support/contract/suite.ts';

const withClient = async <T>(run: (client: KafkaClient) => Promise<T>): Promise<T> => {
  // Where there is no name server it takes a while to know that.
  const patience = {deadline: 30_000, connectTimeout: 30_000};
  const client = createKafkaClient({bootstrap: [], security: plaintext, clock: systemClock, ...patience});
  try {
    return await run(client);
  } finally {
    client.close();
  }
};

runContract('advertised addresses', contract => {
  contract('each broker sends clients to all of them, at addresses that this machine reaches', async hand => {
    const {brokers} = await hand.metadata();
    const named = brokers.map(({id, host, port}) => ({id, address: `${host}:${port}`, trouble: null}));
    for (const {id, address} of named)
      assert.deepEqual(await withClient(client => readAdvertised(client, address)), {
        address,
        broker: id,
        brokers: named,
      });
  });

  contract('where nobody answers, it is said why; what is no address is refused', async hand => {
    const [broker] = (await hand.metadata()).brokers;
    assert.ok(broker);
    const wrong = `${broker.host}.invalid:${parseAddress(`x:${broker.port}`).port}`;
    await assert.rejects(
      withClient(client => readAdvertised(client, wrong)),
      /does not resolve from here|No name server/,
    );
    await assert.rejects(
      withClient(client => readAdvertised(client, 'kafka1')),
      /"kafka1" is no broker address/,
    );
  });
});
