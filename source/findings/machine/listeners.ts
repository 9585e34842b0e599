import {isUnknown} from '../../model/reading.ts';
import {bad, type MachineRule, ok} from './check.ts';

export const listeners: MachineRule = {
  id: 'listeners',
  what: 'advertised listeners',
  judge({listeners: read}) {
    if (isUnknown(read)) return read;
    const unreachable = read.filter(({problem}) => problem !== null);
    if (unreachable.length > 0)
      return unreachable.map(({container, address, problem}) =>
        bad(
          `listener-${container}`,
          `${container} tells its clients to connect to ${address}, and that fails from here: ${problem}`,
          `docker logs --tail 50 ${container}; KAFKA_ADVERTISED_LISTENERS must name an address that resolves here.`,
        ),
      );
    if (read.length === 0) return [];
    const addresses = read.map(({address}) => address).join(', ');
    return [ok('listeners', `The brokers' advertised listeners take connections from here: ${addresses}.`)];
  },
};
