// npm run bench: figures beside their budgets. Nothing fails by time: machines differ, and so do neighbours.
import {drawing} from './drawing.ts';
import {idle} from './idle.ts';
import {largeCluster, requestsPerPoll} from './polls.ts';
import {practiceStart} from './practice-start.ts';
import {practiceThroughput} from './practice-throughput.ts';
import {practiceWatched} from './practice-watch.ts';
import {print} from './report.ts';
import {firstFrame} from './start.ts';
import {tailBesideKcat} from './tail.ts';

const benches = {
  polls: ['Requests of a poll', requestsPerPoll],
  drawing: ['Drawing, 200x50', drawing],
  start: ['Start', firstFrame],
  large: ['10,000 partitions, 500 groups', largeCluster],
  tail: ['Tail', tailBesideKcat],
  idle: ['Nothing changes, 120x40', idle],
  'practice-start': ['The practice lab starts', practiceStart],
  throughput: ['Practice brokers', practiceThroughput],
  practice: ['The default practice lab, watched at 120x40', practiceWatched],
} as const;

const asked = process.argv.slice(2);
const strange = asked.filter(name => !(name in benches));
if (strange.length > 0) {
  console.error(`No bench is called ${strange.join(', ')}; there are ${Object.keys(benches).join(', ')}.`);
  process.exit(64);
}
for (const [name, [title, run]] of Object.entries(benches))
  if (asked.length === 0 || asked.includes(name)) print(title, await run());
process.exit(0);
