import {statusRule} from './with-status.ts';

/** A group without members that has nothing left to read. */
export const groupEmpty = statusRule({
  status: 'empty',
  severity: 'info',
  says: ['is without members', 'are without members'],
  rule: 'A group has no members, and no lag.',
  concept:
    'A group goes on to exist when its last member has left, as long as its committed offsets are kept (7 days by default). Nobody reads for it: the next record that is written will wait.',
});
