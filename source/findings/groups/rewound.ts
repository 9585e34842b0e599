import {statusRule} from './with-status.ts';

/** A group whose committed offset went back. */
export const groupRewound = statusRule({
  status: 'rewound',
  severity: 'info',
  says: ['has gone back', 'have gone back'],
  rule: 'A committed offset is lower than it was within the last six commit intervals.',
  concept:
    'Offsets go back when somebody resets them, or when a consumer commits a lower position after a rebalance. What lies between is read again: consumers see every record at least once, not exactly once.',
});
