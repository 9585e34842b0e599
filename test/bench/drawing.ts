import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {build} from 'esbuild';
import {openPseudoTerminal} from '../support/pseudo-terminal.ts';
import type {Figure} from './report.ts';

const seconds = 8;
/** Left out at the start: compiling and the first frame. */
const warmUp = 2;

/** Bundled as the product is; from source it would be another program. */
const bundle = async (folder: string): Promise<string> => {
  const outfile = path.join(folder, 'workload.mjs');
  await build({
    entryPoints: [path.join(import.meta.dirname, 'workload.tsx')],
    outfile,
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'esm',
    define: {'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"'},
    // Ink loads these for debugging only; they need a package that nobody here has.
    plugins: [
      {
        name: 'without-devtools',
        setup: ({onLoad}) => onLoad({filter: /[\\/]ink[\\/]build[\\/]devtools\.js$/}, () => ({contents: ''})),
      },
    ],
    banner: {
      js: "import{createRequire as __require}from'node:module';const require=__require(import.meta.url);",
    },
  });
  return outfile;
};

const measure = async (program: string, perSecond: number) => {
  const terminal = openPseudoTerminal(process.execPath, [program, String(perSecond), String(seconds)], {
    columns: 200,
    rows: 50,
  });
  const timer = setTimeout(() => terminal.takeRead(), warmUp * 1000);
  await terminal.ended;
  clearTimeout(timer);
  const read = terminal.takeRead();
  const [, cpu = '?', memory = '?'] = /cpu ([\d.]+) memory ([\d.]+)/.exec(read) ?? [];
  return {cpu: Number(cpu), memory: Number(memory), bytes: Buffer.byteLength(read) / seconds / 1024};
};

/** Bytes and processor time at rest, at 2 and at 10 frames a second, in a pseudo-terminal of 200x50. */
export const drawing = async (): Promise<readonly Figure[]> => {
  const folder = mkdtempSync(path.join(tmpdir(), 'kafka-lab-bench-'));
  try {
    const program = await bundle(folder);
    const figures: Figure[] = [];
    const budgets: readonly (readonly [number, string])[] = [
      [0, '0 bytes, under 1 % of a core'],
      [2, 'under 2 % and 10 KiB/s'],
      [10, 'under 8 % and 30 KiB/s'],
    ];
    for (const [perSecond, budget] of budgets) {
      const {cpu, memory, bytes} = await measure(program, perSecond);
      figures.push({
        what: perSecond === 0 ? 'nothing changes' : `${perSecond} Hz, a tenth of the cells and a log line`,
        measured: `${cpu.toFixed(1)} % of a core, ${bytes.toFixed(1)} KiB/s, ${memory.toFixed(0)} MiB`,
        budget,
      });
    }
    return figures;
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
};
