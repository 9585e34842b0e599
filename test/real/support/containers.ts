import {run, until} from '../support.ts';

const brokers = ['kafka1', 'kafka2'];

/** The container without which nothing is elected. */
export const quorumOf = (variant: string): string => (variant === 'kraft' ? 'controller' : 'zookeeper');

/** One of Docker's own verbs, by Docker's own client: what we are to see is not done by ourselves. */
export const docker = (verb: string, ...names: readonly string[]): Promise<string> =>
  run(['docker', verb, ...names], {deadline: 60_000});

export const stateOf = async (name: string): Promise<string> =>
  (await run(['docker', 'inspect', '-f', '{{.State.Status}}', name])).trim();

interface KcatMetadata {
  readonly brokers: readonly unknown[];
  readonly topics: readonly {
    readonly partitions: readonly {
      readonly replicas: readonly unknown[];
      readonly isrs: readonly unknown[];
    }[];
  }[];
}

/** Starts and unpauses whatever a test left otherwise, and waits until every replica is in sync again. */
export const restore = async (variant: string, bootstrap: readonly string[]): Promise<void> => {
  for (const name of [quorumOf(variant), ...brokers]) {
    if ((await stateOf(name)) === 'paused') await docker('unpause', name);
  }
  await until(
    'both brokers are registered and every replica is in sync',
    async () => {
      // A broker that was started too soon after its end ends once more.
      for (const name of [quorumOf(variant), ...brokers])
        if ((await stateOf(name)) !== 'running') await docker('start', name);
      const printed = await run(['kcat', '-L', '-J', '-m', '3', '-b', bootstrap.join()]);
      const metadata: KcatMetadata = JSON.parse(printed);
      const behind = metadata.topics.flatMap(({partitions}) =>
        partitions.filter(({replicas, isrs}) => isrs.length < replicas.length),
      );
      return {brokers: metadata.brokers.length, behind: behind.length};
    },
    seen => seen.brokers === brokers.length && seen.behind === 0,
    90_000,
  );
};
