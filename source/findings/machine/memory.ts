import {bytesText} from '../../format/bytes.ts';
import {isUnknown} from '../../model/reading.ts';
import {bad, type MachineRule, ok} from './check.ts';

/** The whole lab takes about 1 GiB after a start, and half as much again under load. */
const needed = 1.5 * 1024 ** 3;

export const memory: MachineRule = {
  id: 'memory',
  what: 'memory',
  judge({memory: read, lab}) {
    if (isUnknown(read)) return read;
    const facts = `${bytesText(read.available)} of ${bytesText(read.total)} memory can be had`;
    const isUp = !isUnknown(lab) && lab !== null && lab.running.length > 0;
    if (isUp || Math.min(read.available, read.total) >= needed)
      return [ok('memory', `${facts}${isUp ? ', with the lab running' : ''}.`)];
    return [
      bad(
        'memory',
        `${facts}: the lab needs about ${bytesText(needed)}.`,
        'End other programs, or give the engine (Docker Desktop: Settings, Resources) more memory.',
      ),
    ];
  },
};
