import {statusRule} from './with-status.ts';

/** A group whose members are there and commit nothing. */
export const groupStalled = statusRule({
  status: 'stalled',
  severity: 'warning',
  says: ['has stalled', 'have stalled'],
  rule: 'A group has members and lag, and for three commit intervals (15 s; 3 min for a sink connector) its committed offset has not moved; or it has none, though records were written all the while.',
  concept:
    'Members that are alive keep their partitions by heartbeats alone, even when they process nothing. A record that fails again and again, a slow call or a missing commit look like this.',
});
