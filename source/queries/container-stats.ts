import {DeadlineError, withDeadline} from '../clients/deadline.ts';
import type {DockerClient} from '../clients/docker/client.ts';
import {EngineError} from '../clients/docker/failure.ts';
import type {Clock} from '../clock.ts';
import type {ContainerStats} from '../model/container.ts';
import {type Known, unknown} from '../model/reading.ts';

/** The engine samples once a second, and the first sample of a stream has no CPU share yet. */
const deadline = 4000;

const sample = async (client: DockerClient, clock: Clock, id: string): Promise<Known<ContainerStats>> => {
  let last: ContainerStats | undefined;
  const done = new AbortController();
  try {
    await withDeadline(clock, deadline, async signal => {
      const ended = AbortSignal.any([signal, done.signal]);
      await client.stats(id, ended, stats => {
        last = stats;
        if (stats.cpuPercent !== null || stats.memoryBytes === null) done.abort();
      });
    });
  } catch (error) {
    if (error instanceof EngineError) return unknown(error.why, error.sentence);
    if (!(error instanceof DeadlineError)) throw error;
  }
  return last ?? unknown('timed-out', `Docker sent no measurement within ${deadline / 1000} s.`);
};

/** Measures running containers once (it takes about two seconds), by container id. */
export const readStats = async (
  client: DockerClient,
  clock: Clock,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Known<ContainerStats>>> =>
  new Map(await Promise.all(ids.map(async id => [id, await sample(client, clock, id)] as const)));
