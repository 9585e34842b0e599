import {execFileSync} from 'node:child_process';
import {globSync, readFileSync} from 'node:fs';

/** What Linux counts of a process; on other systems nothing can be measured this way. */
const ticksPerSecond = Number(execFileSync('getconf', ['CLK_TCK'], {encoding: 'utf8'}));

/** Seconds of processor time that a process has used since its start. */
export const processorSeconds = (pid: number): number => {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  // utime and stime are the 14th and the 15th field; two stood before the name's end.
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
};

/** Memory that a process holds (MiB). */
export const memoryOf = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? Number.NaN) / 1024;

/** What Linux knows of the memory that a process holds (MiB). */
export interface Memory {
  /** Its own: heaps and stacks. */
  readonly own: number;
  /** What is mapped of files, most of it Node's program. Other processes that run the same hold the same pages. */
  readonly files: number;
}

export const memoryParts = (pid: number): Memory => {
  const all = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  const of = (name: string): number =>
    Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(all)?.[1] ?? Number.NaN) / 1024;
  const own = of('Anonymous');
  return {own, files: of('Rss') - own};
};

/**
 * Memory that processes of one program hold together (MiB): what each has for itself, and once what they map of files,
 * as far as the one goes that has touched most. To add up their resident sizes would count Node's program once for each;
 * to add up their proportional shares (PSS) would leave out what the bench's own process maps of it, too.
 */
export const memoryTogether = (parts: readonly Memory[]): number =>
  parts.reduce((sum, {own}) => sum + own, 0) + Math.max(...parts.map(({files}) => files));

/** The processes that a process has started, and those that they have. */
export const descendantsOf = (pid: number): readonly number[] =>
  globSync(`/proc/${pid}/task/*/children`)
    .flatMap(file => readFileSync(file, 'utf8').trim().split(' '))
    .filter(text => text !== '')
    .flatMap(text => [Number(text), ...descendantsOf(Number(text))]);
