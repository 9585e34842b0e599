import assert from 'node:assert/strict';
import {createDockerClient} from '../../source/clients/docker/client.ts';
import {systemClock} from '../../source/clock.ts';
import {readContainers} from '../../source/queries/containers.ts';
import {runContract} from '../support/contract/suite.ts';

runContract('containers', contract => {
  contract("the lab's containers are there and run, each with its part", async hand => {
    const {containers, missing} = await readContainers(hand.docker, hand.target);
    assert.deepEqual(missing, []);
    const lab = containers.filter(({role}) => role === 'lab');
    const quorum = hand.variant === 'kraft' ? 'controller' : 'zookeeper';
    for (const name of [quorum, 'kafka1', 'kafka2', 'postgres', 'postgres-debezium', 'connect-standalone']) {
      const found = lab.find(each => each.name === name);
      assert.ok(found, name);
      assert.deepEqual(
        [found.state, found.exitCode, found.project, found.service, found.isOutOfMemory],
        ['running', null, 'kafka-lab', name, false],
        name,
      );
      assert.ok((found.startedAt ?? 0) >= found.createdAt && found.startedAt !== null, name);
    }
  });

  contract('a broker has its id, and the port by which it is reached', async hand => {
    const {containers} = await readContainers(hand.docker, hand.target);
    for (const [index, address] of hand.target.bootstrap.entries()) {
      const found = containers.find(({name}) => name === `kafka${index + 1}`);
      assert.deepEqual([found?.nodeId, found?.nodeRole], [index + 1, 'broker']);
      assert.ok(found?.ports.some(({host}) => host === Number(address.split(':')[1])));
    }
  });

  contract('a password in an environment is masked', async hand => {
    const {containers} = await readContainers(hand.docker, hand.target);
    const found = containers.find(({name}) => name === 'postgres')?.environment;
    const password = found?.find(({name}) => name === 'POSTGRES_PASSWORD');
    assert.ok(password);
    assert.notEqual(password.value, 'postgres');
  });

  contract('an engine that is not there is unreachable, in a sentence', async (_hand, t) => {
    const docker = createDockerClient({address: {host: 'unix:///nowhere/docker.sock'}, clock: systemClock});
    t.after(() => docker.close());
    await assert.rejects(readContainers(docker, null), {name: 'EngineError', why: 'unreachable'});
  });
});
