import assert from 'node:assert/strict';
import {systemClock} from '../../source/clock.ts';
import {isUnknown} from '../../source/model/reading.ts';
import {readStats} from '../../source/queries/container-stats.ts';
import {runContract} from '../support/contract/suite.ts';

runContract('container stats', contract => {
  contract('what a running container uses, beside one that is not there', async hand => {
    const {id} = await hand.docker.inspect('kafka1');
    const nobody = hand.name('nobody');
    const stats = await readStats(hand.docker, systemClock, [id, nobody]);
    const found = stats.get(id);
    assert.ok(found && !isUnknown(found));
    assert.ok((found.memoryBytes ?? 0) > 1_000_000);
    assert.ok(found.cpuPercent !== null && found.cpuPercent >= 0);
    assert.ok(found.receivedBytes !== null && found.sentBytes !== null);
    const missing = stats.get(nobody);
    assert.ok(isUnknown(missing));
  });
});
