import assert from 'node:assert/strict';
import {test} from 'node:test';
import {UserError} from '../../../source/errors.ts';
import {PortTaken} from '../../../source/practice/ports.ts';
import {startFailure} from '../../../source/practice/start-failure.ts';

const failure = (code: string): Error =>
  Object.assign(new Error(`${code}: in the system's own words`), {code});

for (const {error, says, next} of [
  {error: failure('ENOSPC'), says: /^There is no space left for \/run\/lab\.$/, next: /XDG_RUNTIME_DIR/},
  {
    error: failure('EROFS'),
    says: /^\/run\/lab would lie where nothing can be written\.$/,
    next: /XDG_RUNTIME_DIR/,
  },
  {error: failure('EMFILE'), says: /^A program may not open so many files here\.$/, next: /ulimit -n/},
  {error: new PortTaken(8083, 'connect-standalone'), says: /^Port 8083, .* is taken/, next: /--ports sheet/},
])
  test(`a lab that cannot start says why, and the next step: ${error.message}`, () => {
    const told = startFailure(error, '/run/lab');
    assert.ok(told instanceof UserError);
    assert.match(told.message, says);
    assert.match(told.next, next);
  });

test('what nobody can mend stays as it is', () => {
  const fault = new Error('a fault');
  assert.equal(startFailure(fault, '/run/lab'), fault);
});
