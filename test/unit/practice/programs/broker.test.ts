import assert from 'node:assert/strict';
import {describe, it, type TestContext} from 'node:test';
import {brokerProgram} from '../../../../source/practice/programs/broker.ts';
import {createFakeClock, settle} from '../../../support/clock.ts';
import {brokersFor} from '../kafka/connect.ts';

type Mode = 'zookeeper' | 'kraft';

const step = 50;

/** Broker 1 as it is, and broker 2 as the program of its container, which is up; it leads one partition of each topic. */
const settingOf = async (t: TestContext, mode: Mode) => {
  const clock = createFakeClock();
  const {cluster} = await brokersFor(t, {brokers: 1, mode, clock});
  const output: string[] = [];
  const exits: number[] = [];
  const host = {log: (text: string) => void output.push(text), exit: (code: number) => void exits.push(code)};
  const program = brokerProgram({cluster, id: 2, port: 0});
  /** Lets time pass until it is so; says how much (ms). Listeners take real time. */
  const pass = async (what: string, isSo: () => boolean, most = 120_000): Promise<number> => {
    const begun = clock.now();
    while (!isSo()) {
      assert.ok(clock.now() - begun < most, `${what}: not in ${most} ms, and it wrote ${output.join('\n')}`);
      await clock.advance(step);
      await settle();
    }
    return clock.now() - begun;
  };
  const isUp = (): boolean => output.at(-1)?.includes('started') ?? false;
  await program.start(host);
  await pass('it is up', isUp);
  cluster.createTopic({name: 'pair', replicas: [[2, 1]]});
  cluster.createTopic({name: 'lonely', replicas: [[2]]});
  const look = (): string =>
    [
      `brokers ${cluster.registered().map(({id}) => id)}`,
      ...['pair', 'lonely'].map(name => `${name} ${cluster.partition(name, 0)?.leader}`),
    ].join(', ');
  /** Stops it, and gives all that was to be seen until its end. */
  const stop = async (most?: number): Promise<{seen: readonly string[]; took: number}> => {
    const seen = [look()];
    let code: number | undefined;
    void program.stop().then(exit => {
      code = exit;
    });
    const took = await pass(
      'it has ended',
      () => {
        const now = look();
        if (now !== seen.at(-1)) seen.push(now);
        return code !== undefined;
      },
      most,
    );
    assert.equal(code, 143);
    return {seen, took};
  };
  return {clock, cluster, program, host, output, exits, pass, isUp, look, stop};
};

describe('a broker of the lab that is stopped', () => {
  it('lets others lead first, then leaves Metadata, then ends', async t => {
    const {output, stop} = await settingOf(t, 'zookeeper');
    const {seen, took} = await stop();
    assert.deepEqual(seen, [
      'brokers 1,2, pair 2, lonely 2',
      'brokers 1,2, pair 1, lonely 2',
      'brokers 1, pair 1, lonely -1',
    ]);
    assert.ok(took < 1500, `it took ${took} ms`);
    assert.match(output.at(-1) ?? '', /\[KafkaServer id=2\] shut down completed/);
  });

  it('under KRaft is named for two seconds more, and nobody leads what only it has', async t => {
    const {output, stop} = await settingOf(t, 'kraft');
    const {seen, took} = await stop();
    assert.deepEqual(seen, [
      'brokers 1,2, pair 2, lonely 2',
      'brokers 1,2, pair 1, lonely -1',
      'brokers 1, pair 1, lonely -1',
    ]);
    assert.ok(took > 2000 && took < 4000, `it took ${took} ms`);
    assert.match(output.at(-1) ?? '', /\[BrokerServer id=2\] shut down completed/);
  });

  it('tries three times where it is the last, and nobody else can lead', async t => {
    const {cluster, output, stop} = await settingOf(t, 'zookeeper');
    await cluster.control.stop(1);
    const {seen, took} = await stop();
    assert.deepEqual(seen, ['brokers 2, pair 2, lonely 2', 'brokers , pair -1, lonely -1']);
    assert.ok(took > 10_000 && took < 13_000, `it took ${took} ms`);
    assert.equal(output.filter(text => text.includes('Remaining partitions to move: 1')).length, 3);
  });

  it('under KRaft ends at once where it is the last', async t => {
    const {cluster, stop} = await settingOf(t, 'kraft');
    await cluster.control.stop(1);
    const {took} = await stop();
    assert.ok(took < 4000, `it took ${took} ms`);
  });

  for (const mode of ['zookeeper', 'kraft'] as const)
    it(`cannot end while nobody decides, and leads on until it is killed, with ${mode}`, async t => {
      const {clock, cluster, program, look} = await settingOf(t, mode);
      cluster.control.stopQuorum();
      let hasEnded = false;
      void program.stop().then(() => {
        hasEnded = true;
      });
      for (let second = 0; second < 60; second += 1) await clock.advance(1000);
      assert.equal(hasEnded, false);
      assert.equal(cluster.brokers.get(2)?.run, 'up');
      await program.kill();
      assert.equal(cluster.brokers.get(2)?.run, 'stopped');
      assert.equal(look(), 'brokers 1,2, pair 2, lonely 2', 'nobody has noticed');
    });

  it('ends when somebody decides again', async t => {
    const {clock, cluster, stop} = await settingOf(t, 'zookeeper');
    cluster.control.stopQuorum();
    clock.after(20_000, () => cluster.control.startQuorum());
    const {took} = await stop();
    assert.ok(took > 20_000 && took < 23_000, `it took ${took} ms`);
  });
});

describe('a broker of the lab that is killed and started at once', () => {
  it('ends with ZooKeeper, where the node of its last life is still there', async t => {
    const {program, host, output, exits, pass} = await settingOf(t, 'zookeeper');
    await program.kill();
    await program.start(host);
    await pass('it has ended', () => exits.length > 0);
    assert.deepEqual(exits, [1]);
    assert.match(output.join('\n'), /KeeperErrorCode = NodeExists/);
  });

  it('asks a KRaft controller again until its last life is over', async t => {
    const {program, host, output, exits, pass, isUp, look} = await settingOf(t, 'kraft');
    await program.kill();
    await program.start(host);
    const took = await pass('it is up', isUp);
    assert.ok(took >= 9000 && took < 14_000, `it took ${took} ms`);
    assert.ok(output.filter(text => text.includes('DUPLICATE_BROKER_REGISTRATION')).length > 1);
    assert.deepEqual(exits, []);
    assert.equal(look(), 'brokers 1,2, pair 1, lonely 2');
  });
});
