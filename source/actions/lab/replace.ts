import {labFiles} from '../../clients/compose/files.ts';
import {composeFailure} from './compose-failure.ts';
import type {NameConflict} from './conflicts.ts';
import type {LabContext} from './context.ts';

/** Brokers before what they depend on: ZooKeeper or the controller goes last. */
const stopOrder = (name: string): number => {
  if (/zookeeper|controller/.test(name)) return 2;
  return /^kafka\d*$/.test(name) ? 1 : 0;
};

export const inStopOrder = (names: readonly string[]): readonly string[] =>
  [...names].sort((a, b) => stopOrder(a) - stopOrder(b));

export const inStartOrder = (names: readonly string[]): readonly string[] =>
  [...inStopOrder(names)].reverse();

/** Milliseconds that a removal may take. */
const removal = 20_000;

/** Stops and removes these containers one after the other; their named volumes stay. */
export const removeContainers = async (context: LabContext, names: readonly string[]): Promise<void> => {
  const {docker} = context;
  for (const name of inStopOrder(names)) {
    if (context.signal.aborted) return;
    context.onProgress({kind: 'step', sentence: `Stopping and removing ${name}.`});
    const container = await docker.inspect(name);
    if (container.state === 'running') await docker.act('stop', name, (container.stopSeconds + 15) * 1000);
    await docker.act('remove', name, removal);
  }
};

/** Makes room: our own other variant is taken down by compose, containers of others are stopped and removed. */
export const removeConflicts = async (
  context: LabContext,
  conflicts: readonly NameConflict[],
): Promise<void> => {
  for (const conflict of conflicts) {
    if (conflict.variant === null) {
      await removeContainers(context, conflict.names);
      continue;
    }
    context.onProgress({kind: 'step', sentence: `Taking down ${conflict.owner}; its volumes are kept.`});
    const result = await context.compose.run(labFiles(conflict.variant, false), ['down'], {
      signal: context.signal,
      onLine: line => context.onProgress({kind: 'output', line}),
    });
    if (result.code !== 0 && !context.signal.aborted) throw composeFailure('compose down', result);
  }
};
