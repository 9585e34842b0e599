import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Feed} from '../../../source/feeds/feed.ts';
import {startPolling} from '../../../source/feeds/poll.ts';
import {createFakeClock, settle} from '../../support/clock.ts';

test('a round is over when each feed has ended the poll that is under way', async () => {
  const clock = createFakeClock();
  let polls = 0;
  const feed = (takes: number): Feed => ({
    async poll() {
      polls += 1;
      await clock.sleep(takes);
    },
    close: async () => {},
  });
  const polling = startPolling([feed(100), feed(700)], clock, 1000);
  const ended: number[] = [];
  const began = clock.now();
  const follow = async (): Promise<void> => {
    while (ended.length < 3) {
      await polling.round();
      ended.push(clock.now() - began);
    }
  };
  const following = follow();
  await clock.advance(100);
  assert.deepEqual([polls, ended], [2, []]);
  await clock.advance(2600);
  await following;
  assert.deepEqual(ended, [700, 1700, 2700]);
  await polling.stop();
  await settle();
  assert.equal(clock.pending(), 0);
});
