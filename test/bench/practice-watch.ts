import {systemClock} from '../../source/clock.ts';
import {bin} from '../support/program.ts';
import {openPseudoTerminal} from '../support/pseudo-terminal.ts';
import {inOwnHome} from './home.ts';
import {descendantsOf, memoryParts, memoryTogether, processorSeconds} from './process.ts';
import type {Figure} from './report.ts';

/** Ten minutes, or as many as BENCH_MINUTES says. */
const minutes = Number(process.env.BENCH_MINUTES ?? 10);
/** Until all that a start loads and compiles is done. */
const settling = 30_000;

/** The default scene watched at 120x40: what monitor and lab cost, as the same screen goes on and on. */
export const practiceWatched = (): Promise<readonly Figure[]> =>
  inOwnHome(async env => {
    const terminal = openPseudoTerminal(process.execPath, [bin, '--lab', 'practice'], {
      columns: 120,
      rows: 40,
      env,
    });
    try {
      await terminal.waitFor('Brokers 2/2 up', {deadline: 60_000});
      await systemClock.sleep(settling);
      const [lab] = descendantsOf(terminal.pid);
      if (lab === undefined) throw new Error('The monitor has started no lab.');
      const used = (): readonly number[] => [terminal.pid, lab].map(processorSeconds);
      const before = used();
      const began = performance.now();
      terminal.takeRead();
      await systemClock.sleep(minutes * 60_000);
      const seconds = (performance.now() - began) / 1000;
      const [monitorShare = 0, labShare = 0] = used().map(
        (now, index) => (100 * (now - (before[index] ?? 0))) / seconds,
      );
      const parts = [terminal.pid, lab].map(memoryParts);
      const resident = parts.map(({own, files}) => (own + files).toFixed(0));
      const bytes = Buffer.byteLength(terminal.takeRead()) / seconds / 1024;
      const sides = (monitor: number, other: number, digits: number): string =>
        `${(monitor + other).toFixed(digits)} (monitor ${monitor.toFixed(digits)}, lab ${other.toFixed(digits)})`;
      terminal.send('q');
      await terminal.ended;
      return [
        {
          what: `processor, % of a core, over ${minutes} minutes`,
          measured: sides(monitorShare, labShare, 1),
          budget: 'under 5',
        },
        {
          what: `memory after ${minutes} minutes, MiB`,
          measured: `${memoryTogether(parts).toFixed(0)} (resident: monitor ${resident[0]}, lab ${resident[1]}, with Node's program in both)`,
          budget: 'under 250',
        },
        {what: 'to the terminal', measured: `${bytes.toFixed(1)} KiB/s`, budget: 'under 10 KiB/s at 200x50'},
      ];
    } finally {
      await terminal.close();
    }
  });
