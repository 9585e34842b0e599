import assert from 'node:assert/strict';
import {murmur2} from '@platformatic/kafka';
import {codecs, type ExchangeClient} from '../../support/exchange/clients.ts';
import {type Exchanged, gather, partitions} from '../../support/exchange/records.ts';
import {succeed, type ToolContainer} from './practice-tools.ts';

/** What both programs print and take for null. */
const nothing = 'NULL';
const textOf = (text: string): string | null => (text === nothing ? null : text);

/** Reads lines of time, partition, offset, headers, key and value with tabs between them. */
const parse = (printed: string, count: number, pair: ':' | '=') => {
  const {all, add} = gather(count);
  const lines = printed.split('\n').filter(line => /^(CreateTime:)?\d+\t/.test(line));
  assert.equal(lines.length, count, `as many records were read: ${printed.slice(0, 500)}`);
  for (const line of lines) {
    const [time = '', partition = '', offset = '', headers = '', key = '', value = ''] = line.split('\t');
    const numberOf = (text: string): number => Number(text.slice(text.indexOf(':') + 1));
    add(numberOf(offset), {
      partition: numberOf(partition),
      timestamp: numberOf(time),
      key: textOf(key),
      value: textOf(value),
      headers:
        headers === '' || headers === 'NO_HEADERS'
          ? []
          : headers.split(',').map(header => {
              const at = header.indexOf(pair);
              return [header.slice(0, at), header.slice(at + 1)] as const;
            }),
    });
  }
  return all;
};

/** kcat gives all records of a run the same headers and the same partition, and has no null keys. */
export const kcat: ExchangeClient = {
  name: 'kcat',
  codecs,
  carries: record => ({
    ...record,
    timestamp: 0,
    key: record.key ?? 'none',
    headers: [['partition', String(record.partition)]],
  }),
  async write(bootstrap, topic, codec, records) {
    for (let partition = 0; partition < partitions; partition += 1) {
      const own = records.filter(record => record.partition === partition);
      const at = ['-b', bootstrap.join(), '-t', topic, '-p', String(partition)];
      const how = ['-Z', '-K', '\t', '-H', `partition=${partition}`, '-z', codec];
      const input = own.map(({key, value}) => `${key}\t${value ?? ''}\n`).join('');
      await succeed(['kcat', '-P', ...at, ...how], input);
    }
  },
  async read(bootstrap, topic, count) {
    const at = ['-b', bootstrap.join(), '-t', topic, '-o', 'beginning', '-e', '-q', '-Z'];
    return parse(await succeed(['kcat', '-C', ...at, '-f', '%T\t%p\t%o\t%h\t%k\t%s\n']), count, '=');
  },
};

/** The partition that Kafka's own clients choose for a key. */
const partitionOf = (key: string): number => (murmur2(key) & 0x7fff_ffff) % partitions;

/** Of each pair of names the first is of Kafka 3, the second of Kafka 4. */
export const consoleTools = (line: '3.9' | '4.3', tools: ToolContainer): ExchangeClient => {
  const [reader, formatter] =
    line === '3.9' ? ['--property', '--property'] : ['--reader-property', '--formatter-property'];
  const each = (flag: string, properties: readonly string[]) =>
    properties.flatMap(property => [flag, property]);
  return {
    name: `the console of ${line}`,
    codecs,
    carries(record: Exchanged) {
      const key = record.key ?? 'none';
      return {...record, timestamp: 0, key, partition: partitionOf(key)};
    },
    async write(bootstrap, topic, codec, records) {
      const input = records.map(({key, value, headers}) => {
        const pairs = headers.map(([name, text]) => `${name}:${text}`).join();
        return `${pairs || nothing}\t${key}\t${value ?? nothing}\n`;
      });
      const how = each(reader, ['parse.key=true', 'parse.headers=true', `null.marker=${nothing}`]);
      const at = ['--bootstrap-server', bootstrap.join(), '--topic', topic, '--compression-codec', codec];
      await succeed(tools.within('kafka-console-producer', ...at, ...how), input.join(''));
    },
    async read(bootstrap, topic, count) {
      const at = ['--bootstrap-server', bootstrap.join(), '--topic', topic, '--from-beginning'];
      const end = ['--max-messages', String(count), '--timeout-ms', '30000'];
      const how = ['timestamp', 'partition', 'offset', 'headers', 'key'].map(what => `print.${what}=true`);
      const words = [...at, ...end, ...each(formatter, [...how, `null.literal=${nothing}`])];
      return parse(await succeed(tools.within('kafka-console-consumer', ...words)), count, ':');
    },
  };
};
