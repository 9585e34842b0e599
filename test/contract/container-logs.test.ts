import assert from 'node:assert/strict';
import {systemClock} from '../../source/clock.ts';
import {type ContainerLine, followLogs, readLogs} from '../../source/queries/container-logs.ts';
import {until} from '../real/support.ts';
import {runContract} from '../support/contract/suite.ts';

runContract('container logs', contract => {
  contract('the last lines, oldest first and dated', async hand => {
    const lines = await readLogs(hand.docker, ['kafka1'], {tail: 3});
    assert.ok(lines.length > 0 && lines.length <= 3);
    assert.ok(lines.some(({text}) => text.length > 0));
    const dates = lines.map(({since}) => Number(since));
    assert.deepEqual(
      dates,
      dates.toSorted((one, other) => one - other),
    );
    assert.ok(dates.every(date => date > 0));
  });

  contract('a log is followed from its last lines on, until nobody wants it', async hand => {
    const seen: ContainerLine[] = [];
    const stop = new AbortController();
    const following = followLogs(hand.docker, systemClock, ['kafka1'], {tail: 1}, stop.signal, {
      onLine: line => void seen.push(line),
    });
    await until(
      'a line has come',
      async () => seen.length,
      count => count > 0,
    );
    stop.abort();
    await following;
  });

  contract('a container that is not there is an error with its status', async hand => {
    await assert.rejects(readLogs(hand.docker, [hand.name('nobody')], {tail: 1}), {
      name: 'EngineError',
      status: 404,
    });
  });
});
