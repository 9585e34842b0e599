import {isUnknown} from '../../model/reading.ts';
import {bad, type MachineRule, ok} from './check.ts';

export const lab: MachineRule = {
  id: 'lab',
  what: 'the lab',
  judge({lab: read}) {
    if (isUnknown(read)) return read;
    if (read === null) return [bad('lab', 'There is no Kafka lab on this engine.', 'kafka-lab up')];
    const {project, names, running} = read;
    const who = project === null ? "The lab's containers" : `The containers of project ${project}`;
    const stopped = names.filter(name => !running.includes(name));
    if (stopped.length === 0) return [ok('lab', `${who} run: ${running.join(', ')}.`)];
    return [
      bad(
        'lab',
        `${who} do not all run: ${stopped.join(', ')} ${stopped.length === 1 ? 'is' : 'are'} stopped.`,
        `kafka-lab start ${stopped.join(' ')}`,
      ),
    ];
  },
};
