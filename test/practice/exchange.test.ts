import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {startBrokers} from '../support/brokers.ts';
import {codecs, type ExchangeClient, kafkajs, platformatic} from '../support/exchange/clients.ts';
import {assertSame, exchangedRecords, linesOf, partitions} from '../support/exchange/records.ts';

/*
  What one client writes the other reads, record by record, in every codec that both have. EXCHANGE_RECORDS says how
  many in each.
*/

const count = Number(process.env.EXCHANGE_RECORDS ?? 10_000);
const clients: readonly ExchangeClient[] = [kafkajs, platformatic];
const compressionBits = 0x07;

for (const codec of codecs)
  describe(`${count} records, compressed by ${codec}`, () => {
    const able = clients.filter(client => client.codecs.includes(codec));
    for (const writer of able)
      it(`are written by ${writer.name}, and read by ${able.map(({name}) => name).join(' and ')}`, async context => {
        const {bootstrap, cluster, close} = await startBrokers({
          topics: [{name: 'exchange', partitions, replicationFactor: 2}],
        });
        context.after(close);
        const records = exchangedRecords(count);
        const written = linesOf(records);
        const measure = async <Result>(what: string, act: () => Promise<Result>): Promise<Result> => {
          const begun = performance.now();
          const result = await act();
          const perSecond = Math.round(count / ((performance.now() - begun) / 1000));
          context.diagnostic(`${what}, ${codec}: ${perSecond} records/s`);
          return result;
        };
        await measure(`${writer.name} writes`, () => writer.write(bootstrap, 'exchange', codec, records));
        for (const {log} of cluster.topics.get('exchange')?.partitions ?? [])
          for (const {bytes} of log.batches)
            assert.equal(bytes.readInt16BE(21) & compressionBits, codecs.indexOf(codec));
        for (const reader of able) {
          const read = await measure(`${reader.name} reads`, () => reader.read(bootstrap, 'exchange', count));
          assertSame(read, written, `${reader.name} on ${writer.name}`);
        }
      });
  });
