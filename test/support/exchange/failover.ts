import assert from 'node:assert/strict';
import type {TestContext} from 'node:test';
import type {Variant} from '../../../source/practice/containers.ts';
import {until} from '../../real/support.ts';
import {practiceLab} from '../practice-lab.ts';
import {platformatic} from './clients.ts';

export const topic = 'kept';

/** An idempotent producer that goes on while brokers die. Everything goes to partition 0 in the order of sending. */
export interface Feeder {
  /** Hands over values; it need not wait until they are stored. */
  send(values: readonly string[]): void;
  /** Resolves when everything was acknowledged. */
  end(): Promise<unknown>;
  /** Ends it at once, whatever is left. */
  abort(): void;
}

const produceKey = 0;
const valuesAtOnce = 50;
const valueBytes = 200;

export interface FailoverOptions {
  readonly variant: Variant;
  /**
   * Whether the other leader is killed too, when the first is back. A producer that gives up when it knows no living
   * broker cannot have that: it has not asked again since the first was away.
   */
  readonly isTwice: boolean;
}

/**
 * Kills the container of the leader while a producer is at work, and loses an answer: every record is there once, in
 * order.
 */
export const failOver = async (
  context: TestContext,
  {variant, isTwice}: FailoverOptions,
  start: (bootstrap: readonly string[]) => Promise<Feeder>,
): Promise<void> => {
  const {cluster, docker, endpoints} = await practiceLab(context, 'quiet', {variant});
  cluster.createTopic({name: topic, partitions: 1, replicationFactor: 2});
  const partition = cluster.partition(topic, 0);
  assert.ok(partition);
  const feeder = await start(endpoints.bootstrap);
  context.after(() => feeder.abort());
  const sent: string[] = [];
  const send = (times: number): void => {
    for (; times > 0; times -= 1) {
      const values = Array.from({length: valuesAtOnce}, (_, n) =>
        `value-${sent.length + n}`.padEnd(valueBytes),
      );
      sent.push(...values);
      feeder.send(values);
    }
  };
  /** All but what may be in the producer's own buffer until more comes: the last 4 KiB with kcat. */
  const stored = () =>
    until(
      `what was sent is stored of ${sent.length}`,
      async () => partition.log.highWatermark,
      end => end >= sent.length - valuesAtOnce,
    );
  const killLeader = async (): Promise<void> => {
    const {leader} = partition;
    await docker.getContainer(`kafka${leader}`).kill();
    // On its way, or not to be had for a while: this is sent again.
    send(5);
    await until(
      'the other leads',
      async () => partition.leader,
      now => now !== leader && now !== -1,
    );
    send(5);
    await stored();
  };

  send(5);
  await stored();
  // Stored, and the producer does not know: it has to send it again.
  cluster.faults.plan(produceKey, {kind: 'closed'}, {times: 1});
  send(5);
  await stored();
  const first = partition.leader;
  await killLeader();
  if (isTwice) {
    await docker.getContainer(`kafka${first}`).start();
    await until(
      'both are in sync',
      async () => partition.isr.length,
      count => count === 2,
    );
    await killLeader();
  }
  await feeder.end();

  assert.equal(partition.log.end, sent.length, 'as many as were sent');
  const [lines = []] = await platformatic.read(
    [endpoints.bootstrap[partition.leader - 1] ?? ''],
    topic,
    sent.length,
  );
  const values = lines.map(line => JSON.parse(line)[3]);
  assert.equal(
    values.findIndex((value, index) => value !== sent[index]),
    -1,
    'each once, and in order',
  );
};
