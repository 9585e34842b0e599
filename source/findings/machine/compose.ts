import {isUnknown} from '../../model/reading.ts';
import {bad, type MachineRule, ok} from './check.ts';

const fix = 'sudo apt-get install docker-compose-v2 (or docker-compose); Docker Desktop brings it.';

export const compose: MachineRule = {
  id: 'compose',
  what: 'compose',
  judge({compose: program}) {
    if (isUnknown(program)) return program;
    return program === null
      ? [
          bad(
            'compose',
            'There is neither docker compose nor docker-compose: up and down need one of them.',
            fix,
          ),
        ]
      : [ok('compose', `${program.name} ${program.version} is there.`)];
  },
};
