import {systemClock} from '../../source/clock.ts';
import {startBrokers} from '../support/brokers.ts';
import {bin} from '../support/program.ts';
import {openPseudoTerminal} from '../support/pseudo-terminal.ts';
import {inOwnHome} from './home.ts';
import {processorSeconds} from './process.ts';
import type {Figure} from './report.ts';

const settling = 30_000;
const watched = 60_000;

/** A cluster in which nothing happens: what the monitor costs where there is nothing new to show. */
export const idle = (): Promise<readonly Figure[]> =>
  inOwnHome(async env => {
    const brokers = await startBrokers({
      brokers: 2,
      topics: [{name: 'orders', partitions: 6, replicationFactor: 2}],
      groups: [{id: 'billing', committed: {orders: {0: 0, 1: 0, 2: 0}}}],
    });
    const terminal = openPseudoTerminal(
      process.execPath,
      [bin, '--bootstrap', brokers.bootstrap.join(','), '--interval', '2s'],
      {columns: 120, rows: 40, env},
    );
    try {
      await terminal.waitFor('Brokers 2/2 up');
      await systemClock.sleep(settling);
      terminal.takeRead();
      const before = processorSeconds(terminal.pid);
      await systemClock.sleep(watched);
      const share = (100_000 * (processorSeconds(terminal.pid) - before)) / watched;
      const bytes = Buffer.byteLength(terminal.takeRead());
      terminal.send('q');
      await terminal.ended;
      return [
        {what: 'to the terminal in a minute', measured: `${bytes} bytes`, budget: '0'},
        {
          what: 'processor of the monitor, polling every 2 s',
          measured: `${share.toFixed(1)} % of a core`,
          budget: 'under 1 %',
        },
      ];
    } finally {
      await terminal.close();
      await brokers.close();
    }
  });
