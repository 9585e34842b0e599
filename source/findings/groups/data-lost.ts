import {statusRule} from './with-status.ts';

/** A group whose committed offset lies below what the log still holds. */
export const groupDataLost = statusRule({
  status: 'data-lost',
  severity: 'critical',
  says: ['has lost records that it never read', 'have lost records that they never read'],
  rule: 'A committed offset lies below the log start offset.',
  concept:
    'Retention deletes old segments whether they were consumed or not. A group whose committed offset is gone starts where auto.offset.reset says, at the earliest or at the latest record that is left.',
});
