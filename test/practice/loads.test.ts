import {test} from 'node:test';
import {until} from '../real/support.ts';
import {practiceLab} from '../support/practice-lab.ts';

/** Waits until each number is larger than it is now. */
const grows = async (what: string, ask: () => readonly number[]): Promise<void> => {
  const before = ask();
  const isLarger = (now: readonly number[]) => now.every((value, index) => value > (before[index] ?? 0));
  await until(what, async () => ask(), isLarger, 90_000);
};

test('while the first broker is paused, the scene goes on where others lead', async context => {
  const {cluster, docker} = await practiceLab(context, 'default');
  const partitions = cluster.topics.get('orders')?.partitions ?? [];
  const ends = () => partitions.map(({log}) => log.end);
  const read = () => {
    const committed = cluster.groups.get('billing')?.committed.get('orders');
    return partitions.map(({id}) => committed?.get(id)?.offset ?? 0);
  };
  await grows('the scene writes to every partition', ends);
  await docker.getContainer('kafka1').pause();
  await until(
    'broker 2 leads all',
    async () => partitions.map(({leader}) => leader),
    leaders => leaders.every(leader => leader === 2),
  );
  await grows('it writes on where broker 2 leads', ends);
  await grows('what it writes is read', read);
  await docker.getContainer('kafka1').unpause();
  await grows('it writes on when broker 1 is back', ends);
});
