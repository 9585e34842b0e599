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

/** The processes that a process has started, and those that they have. */
export const descendantsOf = (pid: number): readonly number[] =>
  globSync(`/proc/${pid}/task/*/children`)
    .flatMap(file => readFileSync(file, 'utf8').trim().split(' '))
    .filter(text => text !== '')
    .flatMap(text => [Number(text), ...descendantsOf(Number(text))]);
