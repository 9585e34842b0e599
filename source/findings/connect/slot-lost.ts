import type {Found, Rule} from '../finding.ts';
import {alsoSlot, dropSlot, showSlots, slotFigures, slotsOf, subjectOf} from './slots.ts';

/** A slot whose log is gone: nothing can be read from it any more. */
export const slotLost: Rule = {
  id: 'slot-lost',
  rule: 'A replication slot has wal_status=lost.',
  concept:
    'A slot keeps the write-ahead log that its reader has not confirmed, up to max_slot_wal_keep_size where that is set; beyond it the log is removed, and the slot is lost. The changes in between are never captured: the slot is dropped, and the connector begins again with a snapshot.',
  find: picture =>
    slotsOf(picture)
      .filter(({slot}) => slot.walStatus === 'lost')
      .map((placed): Found => {
        const {slot, connector} = placed;
        const whose = connector ? ` of connector ${connector.name}` : '';
        return {
          severity: 'critical',
          subject: subjectOf(placed),
          also: alsoSlot(placed),
          sentence: `Replication slot ${slot.name}${whose} is lost: PostgreSQL has removed log that was not read, and those changes are never captured.`,
          figures: slotFigures(placed),
          commands: [...showSlots(picture), ...dropSlot(picture, slot)],
        };
      }),
};
