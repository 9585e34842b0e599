import type {LabPort, PortHolder} from '../../model/machine.ts';
import {isUnknown} from '../../model/reading.ts';
import {bad, type Check, type MachineRule, ok} from './check.ts';

const isLab = (holder: PortHolder): boolean => holder.kind === 'container' && holder.isLab;

const heldCheck = ({port, service}: LabPort, holder: PortHolder): Check => {
  const id = `port-${port}`;
  const held = `Port ${port}, which ${service} needs, is held by`;
  switch (holder.kind) {
    case 'container':
      return bad(id, `${held} container ${holder.name}.`, `docker stop ${holder.name}`);
    case 'process':
      // Docker listens for its containers: to end that program would break one without freeing the name.
      if (holder.name.startsWith('docker-') || holder.name.startsWith('com.docker'))
        return bad(
          id,
          `${held} ${holder.name} (process ${holder.pid}): a container publishes it.`,
          `docker ps --filter publish=${port} shows which; docker stop it.`,
        );
      return bad(
        id,
        `${held} ${holder.name} (process ${holder.pid}).`,
        `End that program, e.g. kill ${holder.pid}.`,
      );
    case 'unseen':
      return bad(id, `${held} a program of another user.`, `sudo ss -ltnp 'sport = :${port}' shows which.`);
  }
};

export const ports: MachineRule = {
  id: 'ports',
  what: "the lab's ports",
  judge({ports: all}) {
    const unread = all.map(({holder}) => holder).find(isUnknown);
    const checks = all.flatMap(port => {
      const {holder} = port;
      return isUnknown(holder) || holder === null || isLab(holder) ? [] : [heldCheck(port, holder)];
    });
    if (checks.length > 0) return checks;
    if (unread !== undefined) return unread;
    const numbers = all.map(({port}) => port).join(', ');
    return [
      ok(
        'ports',
        all.some(({holder}) => holder !== null)
          ? `The lab's ports are its own or free: ${numbers}.`
          : `The lab's ports are free: ${numbers}.`,
      ),
    ];
  },
};
