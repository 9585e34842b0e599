import {statusRule} from './with-status.ts';

/** A group that reads, and loses ground. */
export const groupFallingBehind = statusRule({
  status: 'falling-behind',
  severity: 'warning',
  says: ['is falling behind', 'are falling behind'],
  rule: 'The oldest unread record is older than two commit intervals, and from commit to commit lag rose by more than it ever fell.',
  concept:
    'A group that reads more slowly than is written falls behind until retention takes records that it has not seen. More members help, up to the number of partitions.',
});
