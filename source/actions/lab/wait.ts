import {createConnectClient} from '../../clients/connect/client.ts';
import {ConnectError} from '../../clients/connect/failure.ts';
import {withDeadline} from '../../clients/deadline.ts';
import {publishedHost} from '../../clients/docker/address.ts';
import type {InspectedContainer} from '../../clients/docker/decode.ts';
import {EngineError} from '../../clients/docker/failure.ts';
import {bootstrapOf, connectOf} from '../../clients/docker/lab.ts';
import {tryConnect} from '../../clients/machine/reach.ts';
import type {Clock} from '../../clock.ts';
import type {Metadata} from '../../model/cluster.ts';
import {type Known, unknown} from '../../model/reading.ts';
import type {LabContext} from './context.ts';
import {type Gate, type GateFacts, gatesOf} from './gates.ts';

const pollEvery = 500;
const postgresPort = 5432;

const inspectAll = async (
  {docker}: LabContext,
  names: readonly string[],
): Promise<ReadonlyMap<string, InspectedContainer>> => {
  const found = await Promise.all(
    names.map(async name => {
      try {
        return [[name, await docker.inspect(name)] as const];
      } catch (error) {
        if (error instanceof EngineError && error.status === 404) return [];
        throw error;
      }
    }),
  );
  return new Map(found.flat());
};

/** The first broker that answers speaks for the cluster. */
const readCluster = async (
  {docker, clock, readMetadata}: LabContext,
  containers: readonly InspectedContainer[],
): Promise<Known<Metadata>> => {
  const addresses = containers.flatMap(container =>
    container.state === 'running' ? (bootstrapOf(container, docker.host) ?? []) : [],
  );
  for (const address of addresses) {
    try {
      return await withDeadline(clock, 2000, () => readMetadata(address));
    } catch {
      // The next one may.
    }
  }
  const reason = addresses.length === 0 ? 'no broker runs yet' : 'no broker answers yet';
  return unknown('unreachable', reason);
};

const tryWorker = async (clock: Clock, name: string, url: string): Promise<string | null> => {
  try {
    await createConnectClient({address: {name, url}, clock}).connectors();
    return null;
  } catch (error) {
    if (error instanceof ConnectError) return 'runs, and its REST interface does not answer yet';
    throw error;
  }
};

/** Without a health check it is the port that tells whether PostgreSQL is there. */
const tryPostgres = async (context: LabContext, container: InspectedContainer): Promise<string | null> => {
  const port = container.ports.find(mapping => mapping.container === postgresPort)?.host ?? null;
  if (container.health === 'healthy' || port === null) return null;
  const failure = await tryConnect(context.clock, publishedHost(context.docker.host), port);
  return failure === null ? null : 'runs, and takes no connections yet';
};

const readAnswers = async (
  context: LabContext,
  containers: readonly InspectedContainer[],
): Promise<ReadonlyMap<string, string | null>> => {
  const running = containers.filter(({state}) => state === 'running');
  const workers = connectOf(running, context.docker.host).map(
    async ({name, url}) => [name, await tryWorker(context.clock, name, url)] as const,
  );
  const databases = running
    .filter(({ports}) => ports.some(({container}) => container === postgresPort))
    .map(async container => [container.name, await tryPostgres(context, container)] as const);
  return new Map(await Promise.all([...workers, ...databases]));
};

/** Reads all that the gates depend on, once. */
const readGates = async (
  context: LabContext,
  {names, dependsOn}: LabParts,
  isStarting: boolean,
): Promise<readonly Gate[]> => {
  const containers = await inspectAll(context, names);
  const [metadata, answers] = await Promise.all([
    readCluster(context, [...containers.values()]),
    readAnswers(context, [...containers.values()]),
  ]);
  const facts: GateFacts = {names, containers, dependsOn, metadata, answers, isStarting};
  return gatesOf(facts);
};

/** The containers that a lab consists of, and what each is made after. */
export type LabParts = Pick<GateFacts, 'names' | 'dependsOn'>;

export interface Waited {
  readonly isReady: boolean;
  readonly gates: readonly Gate[];
}

/**
 * Looks at the gates until all are met, until one is hopeless, or until the deadline (ms from when `isStarting` turned
 * false) is over; tells each change.
 */
export const waitForGates = async (
  context: LabContext,
  parts: LabParts,
  isStarting: () => boolean,
  deadline: number,
): Promise<Waited> => {
  const {clock, signal, onProgress} = context;
  let told = '';
  let end = Number.POSITIVE_INFINITY;
  for (;;) {
    const wasStarting = isStarting();
    const gates = await readGates(context, parts, wasStarting);
    const now = JSON.stringify(gates);
    if (now !== told) onProgress({kind: 'gates', gates});
    told = now;
    if (!wasStarting && end === Number.POSITIVE_INFINITY) end = clock.now() + deadline;
    const isReady = gates.every(({isMet}) => isMet);
    if (!wasStarting && isReady) return {isReady, gates};
    if (signal.aborted || gates.some(({isHopeless}) => isHopeless) || clock.now() >= end)
      return {isReady: false, gates};
    await clock.sleep(pollEvery, signal).catch(() => {});
  }
};
