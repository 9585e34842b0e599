import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {bin, cleanEnvironment} from '../support/program.ts';
import {openPseudoTerminal} from '../support/pseudo-terminal.ts';
import {type Figure, median} from './report.ts';

const runs = 9;

const once = async (cache: string): Promise<number> => {
  // Everything as for a user, who keeps what was compiled.
  const {NODE_DISABLE_COMPILE_CACHE: _, ...env} = cleanEnvironment();
  const began = performance.now();
  // Nobody listens there: the first frame comes before any server has answered.
  const terminal = openPseudoTerminal(process.execPath, [bin, '--bootstrap', '127.0.0.1:9'], {
    columns: 200,
    rows: 50,
    env: {...env, XDG_CACHE_HOME: cache},
  });
  await terminal.waitFor('Consumer groups');
  const time = performance.now() - began;
  terminal.send('q');
  await terminal.ended;
  return time;
};

const bare = async (): Promise<number> => {
  const began = performance.now();
  const terminal = openPseudoTerminal(process.execPath, ['-e', '0']);
  await terminal.ended;
  return performance.now() - began;
};

/** From the start of the process to the first frame on screen, beside a Node that does nothing. */
export const firstFrame = async (): Promise<readonly Figure[]> => {
  const [frames, nothing]: [number[], number[]] = [[], []];
  const cache = mkdtempSync(path.join(tmpdir(), 'kafka-lab-cache-'));
  try {
    // The first start ever compiles what later ones read.
    await once(cache);
    for (let run = 0; run < runs; run++) {
      frames.push(await once(cache));
      nothing.push(await bare());
    }
  } finally {
    rmSync(cache, {recursive: true});
  }
  return [
    {
      what: `first frame of the bundle (median of ${runs})`,
      measured: `${median(frames).toFixed(0)} ms, ${(median(frames) / median(nothing)).toFixed(1)} times a Node that does nothing`,
      budget: 'under 200 ms',
    },
  ];
};
