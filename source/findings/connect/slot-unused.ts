import type {Found, Rule} from '../finding.ts';
import {dropSlot, heldText, showSlots, slotFigures, slotsOf, subjectOf} from './slots.ts';

/** A slot that was left behind: the log that is kept for it grows until the disk is full. */
export const slotUnused: Rule = {
  id: 'slot-unused',
  rule: 'A replication slot is not read from, and no connector of the workers names it.',
  concept:
    'PostgreSQL keeps the write-ahead log from the oldest slot on, whether anybody comes back for it or not. Deleting a connector leaves its slot behind: the log then grows with each change in the whole server, until the disk is full.',
  find: picture =>
    slotsOf(picture)
      .filter(({slot, connector}) => connector === null && !slot.isActive && slot.walStatus !== 'lost')
      .map((placed): Found => {
        const {slot} = placed;
        return {
          severity: 'warning',
          subject: subjectOf(placed),
          sentence: `Replication slot ${slot.name} belongs to no connector and keeps ${heldText(slot)}, which grows until the disk is full.`,
          figures: slotFigures(placed),
          commands: [...showSlots(picture), ...dropSlot(picture, slot)],
        };
      }),
};
