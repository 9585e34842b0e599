import assert from 'node:assert/strict';
import {createConnectClient} from '../../source/clients/connect/client.ts';
import {systemClock} from '../../source/clock.ts';
import {isUnknown, known} from '../../source/model/reading.ts';
import {readWorker} from '../../source/queries/connectors.ts';
import {runContract} from '../support/contract/suite.ts';

runContract('connectors', contract => {
  contract('both workers answer with their version, cluster and plugins', async hand => {
    assert.deepEqual(
      hand.connect.map(({name}) => name),
      ['postgres-debezium', 'connect-standalone'],
    );
    for (const client of hand.connect) {
      const {worker} = await readWorker(client);
      assert.deepEqual([worker.name, worker.url], [client.name, client.url]);
      assert.match(worker.version, /^\d+\.\d+/);
      assert.ok(worker.clusterId);
      assert.ok(worker.commit);
      const wanted = client.name === 'connect-standalone' ? 'FileStreamSourceConnector' : 'PostgresConnector';
      const plugin = (known(worker.plugins) ?? []).find(({className}) => className.endsWith(`.${wanted}`));
      assert.equal(plugin?.type, 'source', wanted);
    }
  });

  contract("the sheet's two connectors run, with their tasks, topics and settings", async hand => {
    const client = hand.connect.find(({name}) => name === 'connect-standalone');
    assert.ok(client);
    const {worker, missing} = await readWorker(client);
    assert.deepEqual(missing, []);
    for (const [name, type, setting] of [
      ['file-sink', 'sink', 'topics'],
      ['file-source', 'source', 'topic'],
    ] as const) {
      const found = worker.connectors.find(each => each.name === name);
      assert.ok(found, name);
      assert.deepEqual(
        [found.worker, found.type, found.state, found.health, found.trace],
        ['connect-standalone', type, 'RUNNING', 'running', null],
      );
      assert.deepEqual(
        found.tasks.map(({id, state, trace}) => [id, state, trace]),
        [[0, 'RUNNING', null]],
      );
      assert.deepEqual(found.topics, ['input-file-data']);
      assert.equal(found.config[setting], 'input-file-data');
      assert.ok(!isUnknown(found.offsets), name);
    }
  });

  contract('a worker that is not there is unreachable, which is not the same as no connector', async () => {
    const client = createConnectClient({
      address: {name: 'nobody', url: 'http://127.0.0.1:1'},
      clock: systemClock,
    });
    await assert.rejects(readWorker(client), {name: 'ConnectError', why: 'unreachable'});
  });
});
