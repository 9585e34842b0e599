import {describe, it} from 'node:test';
import {clientsOf} from '../../../../source/practice/loads/client.ts';
import {createFakeClock} from '../../../support/clock.ts';

/** What no broker answers. */
const never = (): Promise<void> => new Promise(() => {});

// No time passes in these: what waits for it hangs.
const deadline = {timeout: 30_000};

describe('a client of a scene, when the lab ends', () => {
  it('is not waited for while it connects', deadline, async () => {
    const ending = new AbortController();
    const client = clientsOf(['localhost:1'], createFakeClock(), ending.signal)('writer');
    const connected = client.connected(never());
    ending.abort();
    await connected;
  });

  it('is not waited for while it takes leave, which may have begun before', deadline, async () => {
    const ending = new AbortController();
    const open = clientsOf(['localhost:1'], createFakeClock(), ending.signal);
    const before = open('reader').end(never);
    ending.abort();
    await before;
    await open('reader').end(never);
  });
});
