import type {DockerClient} from '../clients/docker/client.ts';
import type {InspectedContainer, ListedContainer} from '../clients/docker/decode.ts';
import {EngineError} from '../clients/docker/failure.ts';
import {roleOf} from '../clients/docker/role.ts';
import type {Container} from '../model/container.ts';
import {type Known, type Missing, unknown} from '../model/reading.ts';
import type {Target} from '../model/target.ts';

/** What one round brought; `missing` names the containers that could not be inspected. */
export interface ContainersRead {
  readonly containers: readonly Container[];
  readonly missing: readonly Missing[];
}

/** Reads an engine's containers again and again, and asks only about those that may have changed. */
export interface ContainerReader {
  /**
   * Lists all containers and inspects those whose state or health is another, and those of `dirty` (ids); all of
   * them with `isWhole`. Rejects with an `EngineError` where not even the list came.
   */
  read(dirty: ReadonlySet<string>, isWhole: boolean): Promise<ContainersRead>;
}

/** Inspections that run at once: a machine may have hundreds of containers beside the lab. */
const lanes = 8;
const lastLines = 40;
/** What a run says first may carry a time (ms) just before the engine calls it started. */
const early = 500;

interface Kept {
  readonly fingerprint: string;
  readonly container: Container;
}

const inLanes = async <T>(items: readonly T[], run: (item: T) => Promise<void>): Promise<void> => {
  const queue = [...items];
  const lane = async (): Promise<void> => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await run(item);
  };
  await Promise.all(Array.from({length: Math.min(lanes, items.length)}, lane));
};

/** Whether it ended in a way that its last words may explain. */
const endedBadly = ({exitCode}: InspectedContainer): boolean => exitCode !== null && exitCode !== 0;

/** The log goes on over all runs of a container; only the last one says why it ended. */
const sinceOf = ({startedAt}: InspectedContainer): {since?: string} =>
  startedAt === null ? {} : {since: ((startedAt - early) / 1000).toFixed(3)};

export const createContainerReader = (
  client: DockerClient,
  target: Pick<Target, 'kind' | 'project'> | null,
): ContainerReader => {
  let kept: ReadonlyMap<string, Kept> = new Map();

  const lastLogOf = async (found: InspectedContainer): Promise<Known<readonly string[]>> => {
    if (!endedBadly(found))
      return unknown('not-read', 'The log is read when the container ends with an error.');
    const before = kept.get(found.id)?.container;
    if (before !== undefined && before.finishedAt === found.finishedAt && Array.isArray(before.lastLog))
      return before.lastLog;
    try {
      return (await client.logs(found.id, found.isTty, {tail: lastLines, ...sinceOf(found)})).map(
        line => line.text,
      );
    } catch (error) {
      return error instanceof EngineError
        ? unknown(error.why, error.sentence)
        : unknown('not-read', `The log of ${found.name} could not be read.`);
    }
  };

  const inspect = async (listed: ListedContainer): Promise<Container> => {
    const found = await client.inspect(listed.id);
    const {labels: _labels, stopSeconds: _stopSeconds, isTty: _isTty, ...facts} = found;
    const container = {...facts, role: roleOf(found, target), lastLog: await lastLogOf(found)};
    // The same object as before where nothing changed: whoever compares by identity sees that.
    const before = kept.get(listed.id)?.container;
    return before !== undefined && JSON.stringify(before) === JSON.stringify(container) ? before : container;
  };

  return {
    async read(dirty, isWhole) {
      const listed = await client.list();
      const next = new Map<string, Kept>();
      const missing: Missing[] = [];
      await inLanes(listed, async one => {
        const before = kept.get(one.id);
        if (
          before !== undefined &&
          !isWhole &&
          before.fingerprint === one.fingerprint &&
          !dirty.has(one.id)
        ) {
          next.set(one.id, before);
          return;
        }
        try {
          next.set(one.id, {fingerprint: one.fingerprint, container: await inspect(one)});
        } catch (error) {
          if (!(error instanceof EngineError)) throw error;
          // Gone since it was listed.
          if (error.status === 404) return;
          missing.push({path: `container ${one.name}`, why: error.why, sentence: error.sentence});
          // Its old value stays, and the next round asks again.
          if (before !== undefined) next.set(one.id, {...before, fingerprint: ''});
        }
      });
      kept = next;
      const containers = listed.flatMap(({id}) => next.get(id)?.container ?? []);
      return {containers, missing};
    },
  };
};

/** Reads all containers once. */
export const readContainers = (
  client: DockerClient,
  target: Pick<Target, 'kind' | 'project'> | null,
): Promise<ContainersRead> => createContainerReader(client, target).read(new Set(), true);
