import assert from 'node:assert/strict';
import {after, before, describe, it, type TestContext} from 'node:test';
import {startBrokers, type TestBrokers} from '../support/brokers.ts';
import {type Codec, codecs, type ExchangeClient, platformatic} from '../support/exchange/clients.ts';
import {
  assertSame,
  exchangedRecords,
  type Lines,
  linesOf,
  partitions,
  timeless,
} from '../support/exchange/records.ts';
import {consoleTools, kcat} from './support/exchange.ts';
import {startTools, succeed, type ToolContainer, toolLines} from './support/practice-tools.ts';

/*
  Records in every codec that programs which nobody here wrote exchange over practice brokers: each writes, the next
  two read. EXCHANGE_RECORDS says how many in each codec.
*/

const count = Number(process.env.EXCHANGE_RECORDS ?? 100_000);
const compressionBits = 0x07;

const measured = async <Result>(
  context: TestContext,
  what: string,
  act: () => Promise<Result>,
): Promise<Result> => {
  const begun = performance.now();
  const result = await act();
  context.diagnostic(
    `${what}: ${Math.round(count / ((performance.now() - begun) / 1000))} records/s, its start included`,
  );
  return result;
};

describe(`${count} records`, () => {
  const tools: ToolContainer[] = [];
  const clients: ExchangeClient[] = [platformatic, kcat];
  let brokers: TestBrokers;

  before(async () => {
    for (const toolLine of toolLines) {
      const container = await startTools(toolLine);
      tools.push(container);
      clients.push(consoleTools(toolLine.line, container));
    }
  });
  after(() => Promise.all(tools.map(each => each.remove())));

  const begin = async (context: TestContext): Promise<void> => {
    brokers = await startBrokers({
      topics: [{name: 'exchange', partitions, replicationFactor: 2}],
      maxLogBytes: 256 * 1024 * 1024,
    });
    context.after(brokers.close);
  };
  /** librdkafka leaves alone what would not become shorter. */
  const assertStoredBy = (expected: Codec): void => {
    for (const {log} of brokers.cluster.topics.get('exchange')?.partitions ?? [])
      for (const {bytes} of log.batches.filter(batch => batch.isCompressed || batch.bytes.length > 1000))
        assert.equal(bytes.readInt16BE(21) & compressionBits, codecs.indexOf(expected));
  };

  for (const codec of codecs) {
    for (const [index, name] of [
      'platformatic',
      'kcat',
      'the console of 3.9',
      'the console of 4.3',
    ].entries())
      it(`written by ${name} in ${codec}, are read by the next two as they were written`, async context => {
        await begin(context);
        const [writer, ...readers] = [0, 1, 2].map(step => clients[(index + step) % clients.length]);
        assert.equal(writer?.name, name);
        const records = exchangedRecords(count).map(record => writer.carries?.(record) ?? record);
        await measured(context, `${name} writes ${codec}`, () =>
          writer.write(brokers.bootstrap, 'exchange', codec, records),
        );
        assertStoredBy(codec);
        const written = linesOf(records);
        let first: Lines | undefined;
        for (const reader of readers) {
          assert.ok(reader);
          const what = `${reader.name} reads ${codec} of ${name}`;
          const read = await measured(context, what, () => reader.read(brokers.bootstrap, 'exchange', count));
          assertSame(writer.carries ? timeless(read) : read, written, what);
          // Times that the writer chose by itself are the same to everybody.
          first ??= read;
          assertSame(read, first, what);
        }
      });

    for (const [index, {line}] of toolLines.entries())
      it(`written by the perf test of ${line} in ${codec}, are all read by that and by kcat`, async context => {
        await begin(context);
        const within = (...words: readonly string[]) => succeed(tools[index]?.within(...words) ?? []);
        const servers = brokers.bootstrap.join();
        const size = `--num-records ${count} --record-size 200 --throughput -1`.split(' ');
        const props = ['--producer-props', `bootstrap.servers=${servers}`, `compression.type=${codec}`];
        const sent = await within('kafka-producer-perf-test', '--topic', 'exchange', ...size, ...props);
        assert.match(sent, new RegExp(`^${count} records sent`, 'm'));
        context.diagnostic(`${line} ${codec}: ${sent.trim().split('\n').at(-1)}`);
        assertStoredBy(codec);
        const from = ['--bootstrap-server', servers, '--topic', 'exchange', '--messages', String(count)];
        const printed = await within('kafka-consumer-perf-test', ...from);
        const row = /^\d{4}-.*$/m.exec(printed)?.[0] ?? '';
        context.diagnostic(`${line} ${codec}: consumed ${row}`);
        assert.equal(Number(row.split(', ')[4]), count);
        const at = ['-b', servers, '-t', 'exchange', '-o', 'beginning', '-e', '-q', '-f', '%p %o %S\n'];
        const lines = (await succeed(['kcat', '-C', ...at])).trim().split('\n');
        assert.equal(new Set(lines).size, count);
        assert.ok(lines.every(text => text.endsWith(' 200')));
      });
  }
});
