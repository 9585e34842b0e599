import assert from 'node:assert/strict';
import {containerActions} from '../../source/actions/containers.ts';
import {bringBack, missingParts} from '../../source/actions/lab/bring-back.ts';
import {createComposeClient} from '../../source/clients/compose/client.ts';
import type {ContainerVerb} from '../../source/clients/docker/client.ts';
import {systemClock} from '../../source/clock.ts';
import {until} from '../real/support.ts';
import {whole} from '../support/contract/containers.ts';
import type {Hand} from '../support/contract/hand.ts';
import {runContract} from '../support/contract/suite.ts';

const act = (hand: Hand, verb: ContainerVerb, name = 'kafka2') => containerActions[verb](hand, name);

const registered = (hand: Hand, count: number) =>
  until(
    `${count} brokers are registered`,
    async () => (await hand.metadata()).brokers.length,
    brokers => brokers === count,
    60_000,
  );

/** What the engine tells of kafka2 until the test ends, in order. */
const eventsOf = (hand: Hand, t: {after(end: () => unknown): void}): readonly string[] => {
  const told: string[] = [];
  const ending = new AbortController();
  // It may take a moment until the engine listens, and something has happened by then.
  const since = (systemClock.now() / 1000).toFixed(3);
  const following = hand.docker
    .events(since, ending.signal, ({action, name}) => {
      if (name === 'kafka2' && !action.startsWith('exec')) told.push(action);
    })
    .catch(() => {});
  t.after(async () => {
    ending.abort();
    await following;
  });
  return told;
};

runContract('actions on containers', contract => {
  contract(
    'stop and start: the broker leaves cleanly and comes back, and the engine tells of it',
    async (hand, t) => {
      const told = eventsOf(hand, t);
      const [stopped, again] = [await act(hand, 'stop'), await act(hand, 'stop')];
      assert.deepEqual(stopped, {
        isDone: true,
        answer: 'kafka2 ended with exit code 143 (it obeyed SIGTERM).',
      });
      assert.deepEqual(again, {
        isDone: true,
        answer: 'Nothing to do: kafka2 ended with exit code 143 (it obeyed SIGTERM).',
      });
      await registered(hand, 1);
      assert.deepEqual(await act(hand, 'start'), {isDone: true, answer: 'kafka2 is running.'});
      await registered(hand, 2);
      await whole(hand);
      await until(
        'the engine has told of both',
        async () => told.filter(action => ['die', 'stop', 'start'].includes(action)),
        actions => actions.includes('die') && actions.includes('stop') && actions.at(-1) === 'start',
      );
    },
  );

  contract('pause and unpause: it is there, and answers nothing', async (hand, t) => {
    const told = eventsOf(hand, t);
    assert.deepEqual(await act(hand, 'pause'), {isDone: true, answer: 'kafka2 is paused.'});
    const refused = await act(hand, 'pause');
    assert.match(refused.answer, /paused/);
    assert.deepEqual(await act(hand, 'unpause'), {isDone: true, answer: 'kafka2 is running.'});
    await whole(hand);
    await until(
      'the engine has told of both',
      async () => told.join(),
      actions => /pause.*unpause/.test(actions),
    );
  });

  contract('kill: the broker stays registered until its session ends, and then no longer', async hand => {
    assert.deepEqual(await act(hand, 'kill'), {
      isDone: true,
      answer: 'kafka2 ended with exit code 137 (SIGKILL).',
    });
    assert.equal((await hand.metadata()).brokers.length, 2);
    await registered(hand, 1);
    await act(hand, 'start');
    await whole(hand);
    const refused = await act(hand, 'kill', 'nobody');
    assert.deepEqual(refused, {
      isDone: false,
      answer: 'There is no container nobody. kafka-lab containers lists them.',
    });
  });

  contract('remove: it is gone, and a new one is made of what the lab says', async hand => {
    const name = 'connect-standalone';
    const worker = hand.connect.find(each => each.name === name);
    const old = await hand.docker.inspect(name);
    assert.deepEqual(await act(hand, 'remove', name), {
      isDone: true,
      answer: `${name} is removed. kafka-lab start ${name} makes it again.`,
    });
    const left = await hand.docker.list();
    assert.deepEqual(
      missingParts(hand.target, left).map(({container, isExtra}) => [container, isExtra]),
      // Either kind of lab can have a third broker besides.
      [
        ['kafka3', true],
        [name, false],
      ],
    );
    const compose = createComposeClient({clock: systemClock, dockerHost: hand.docker.host});
    const {signal} = new AbortController();
    const outcome = await bringBack({docker: hand.docker, compose, signal}, hand.target, name);
    assert.deepEqual(outcome, {isDone: true, answer: `${name} was made again, and is running.`});
    const made = await hand.docker.inspect(name);
    assert.notEqual(made.id, old.id);
    assert.deepEqual([made.image, made.ports, made.project], [old.image, old.ports, old.project]);
    await until(
      'the worker runs its connector',
      async () => (await worker?.connectors())?.length,
      count => (count ?? 0) > 0,
      90_000,
    );
  });

  contract('restart: it is stopped and started', async hand => {
    assert.deepEqual(await act(hand, 'restart'), {isDone: true, answer: 'kafka2 is running.'});
    await whole(hand);
  });
});
