import path from 'node:path';
import {openPseudoTerminal} from '../support/pseudo-terminal.ts';
import {inOwnHome} from './home.ts';
import {type Figure, median} from './report.ts';

const runs = 3;
const root = path.resolve(import.meta.dirname, '../..');

/** Milliseconds from `npm start` to the first frame, and to a lab of which everything runs. */
const once = async (env: Record<string, string>): Promise<{frame: number; ready: number}> => {
  const began = performance.now();
  // `--lab practice`, so that an engine of this machine is left alone.
  const terminal = openPseudoTerminal('npm', ['start', '--silent', '--', '--lab', 'practice'], {
    columns: 120,
    rows: 40,
    cwd: root,
    env,
  });
  try {
    await terminal.waitFor(screen => screen.some(line => line.trim() !== ''), {deadline: 60_000});
    const frame = performance.now() - began;
    await terminal.waitFor('Containers 7/7 running', {deadline: 60_000});
    await terminal.waitFor('Brokers 2/2 up', {deadline: 60_000});
    const ready = performance.now() - began;
    terminal.send('q');
    await terminal.ended;
    return {frame, ready};
  } finally {
    await terminal.close();
  }
};

/** `npm start` on a machine without a lab: when there is something to see, and when the practice lab is there. */
export const practiceStart = (): Promise<readonly Figure[]> =>
  inOwnHome(async env => {
    // The first start ever compiles what later ones read.
    await once(env);
    const times: {frame: number; ready: number}[] = [];
    for (let run = 0; run < runs; run++) times.push(await once(env));
    const middle = (pick: (time: {frame: number; ready: number}) => number): string =>
      `${(median(times.map(pick)) / 1000).toFixed(1)} s`;
    return [
      {
        what: `npm start to the first frame, npm included (median of ${runs})`,
        measured: middle(({frame}) => frame),
        budget: 'none; the program itself: under 200 ms',
      },
      {
        what: 'npm start to a practice lab that is up',
        measured: middle(({ready}) => ready),
        budget: 'under 60 s',
      },
    ];
  });
