import type {Found, Rule} from '../finding.ts';
import {answered, restartFailed, showStatus, states} from './rest.ts';
import {alsoSlot, heldText, showSlots, slotFigures, slotsOf, subjectOf} from './slots.ts';

/** A connector that says it runs, and does not read. */
export const slotInactive: Rule = {
  id: 'slot-inactive',
  rule: 'A connector and its tasks are RUNNING, and nobody reads from its replication slot.',
  concept:
    'A replication slot is active while a connection reads from it: that is the other end of what the task does. A task may go on to say RUNNING while its connection to PostgreSQL is broken and it tries again; changes wait in the log meanwhile.',
  find: picture =>
    slotsOf(picture).flatMap((placed): Found[] => {
      const {slot, connector} = placed;
      if (!connector || !answered(picture).includes(connector)) return [];
      if (connector.health !== 'running' || slot.isActive || slot.walStatus === 'lost') return [];
      return [
        {
          severity: 'warning',
          subject: subjectOf(placed),
          also: alsoSlot(placed),
          sentence: `Connector ${connector.name} says RUNNING, and nobody reads from its slot ${slot.name}, which keeps ${heldText(slot)}.`,
          figures: [...slotFigures(placed), ...states(connector)],
          commands: [
            ...showSlots(picture),
            showStatus(picture, connector),
            restartFailed(picture, connector),
          ],
        },
      ];
    }),
};
