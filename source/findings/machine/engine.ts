import {isUnknown, type Why} from '../../model/reading.ts';
import {bad, type MachineRule, ok} from './check.ts';

const fixes: Readonly<Partial<Record<Why, string>>> = {
  'timed-out': 'Restart it: sudo systemctl restart docker (or restart Docker Desktop).',
  'not-authorised': 'See the next line.',
};

const start = 'Start it: sudo systemctl start docker (or start Docker Desktop); without one, install Docker.';

export const engine: MachineRule = {
  id: 'engine',
  what: 'the engine',
  judge({engine: read, dockerHost, dockerHostFrom}) {
    if (!isUnknown(read))
      return [
        ok(
          'engine',
          `Docker Engine ${read.version} answers at ${dockerHost} (API ${read.apiVersion}, ${read.operatingSystem}).`,
        ),
      ];
    const who =
      dockerHostFrom === 'default' ? '' : ` It was named by ${dockerHostFrom}: check that, or leave it out.`;
    return [bad('engine', read.sentence, `${fixes[read.unknown] ?? start}${who}`)];
  },
};
