import {statusRule} from './with-status.ts';

/** A group that nobody reads for. */
export const groupStopped = statusRule({
  status: 'stopped',
  severity: 'warning',
  says: ['has stopped', 'have stopped'],
  rule: 'A group has lag, its committed offset does not move, and it has no member, or none that reads the partition.',
  concept:
    'A group without members reads nothing; its committed offsets are kept for offsets.retention.minutes (7 days), and a member that joins goes on from there. Lag grows with every record until then.',
});
