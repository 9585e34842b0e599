import {type LabFiles, type LabService, readServices} from '../../clients/compose/files.ts';
import type {RunResult} from '../../clients/compose/run.ts';
import {socketPathOf} from '../../clients/docker/address.ts';
import {labProject} from '../../clients/docker/lab.ts';
import {portListeners} from '../../clients/machine/ports.ts';
import {UserError} from '../../errors.ts';
import {composeFailure} from './compose-failure.ts';
import {conflictError, heldPorts, heldPortsError, type NameConflict, nameConflicts} from './conflicts.ts';
import type {LabContext} from './context.ts';
import type {Gate} from './gates.ts';
import {ensureImages} from './images.ts';
import {inStartOrder, removeConflicts} from './replace.ts';
import {type LabParts, waitForGates} from './wait.ts';

export interface UpOptions {
  readonly files: LabFiles;
  /** What to do with containers of others that have the lab's names. */
  readonly names: 'refuse' | 'adopt' | 'replace';
  /** Milliseconds that the lab may take to become ready once its containers were started. */
  readonly deadline?: number;
}

/** How bringing the lab up ended. */
export interface UpResult {
  readonly isReady: boolean;
  readonly sentence: string;
  readonly gates: readonly Gate[];
}

const defaultDeadline = 180_000;

export const composeMissing = (): UserError =>
  new UserError(
    'There is neither docker compose nor docker-compose on this machine.',
    'Install one: sudo apt-get install docker-compose-v2 (or docker-compose); Docker Desktop brings it.',
  );

/** Whose the names are that the lab needs: what a terminal asks about before `up` runs. */
export const findConflicts = async (context: LabContext, files: LabFiles): Promise<readonly NameConflict[]> =>
  nameConflicts(readServices(files), await context.docker.list(), files.variant);

const checkPorts = async (context: LabContext, services: readonly LabService[]): Promise<void> => {
  const isLocal = socketPathOf(context.docker.host) !== null;
  const ports = services.flatMap(({hostPorts}) => hostPorts);
  const held = heldPorts(
    services,
    await context.docker.list(),
    isLocal ? await portListeners(ports) : undefined,
  );
  if (held.length > 0) throw heldPortsError(held);
};

const cancelledSentence =
  'Cancelled: the lab is left as it is now. kafka-lab up goes on, kafka-lab down removes it.';

const summary = (isReady: boolean, gates: readonly Gate[]): string => {
  if (isReady) return 'The lab is ready.';
  const hopeless = gates.filter(({isHopeless}) => isHopeless);
  const unmet = hopeless.length > 0 ? hopeless : gates.filter(({isMet}) => !isMet);
  const waiting = unmet.map(({service, sentence}) => `${service} ${sentence}`).join('; ');
  return `The lab ${hopeless.length > 0 ? 'cannot become' : 'is not'} ready: ${waiting}.`;
};

/** The last words of a container that ended, which say more than its exit code; not the rest of a stack trace. */
const lastWords = async ({docker}: LabContext, gates: readonly Gate[]): Promise<string> => {
  const ended = gates.find(({isHopeless, gate}) => isHopeless && gate === 'running');
  if (ended === undefined) return '';
  const {id, isTty} = await docker.inspect(ended.service);
  const lines = (await docker.logs(id, isTty, {tail: 40})).map(({text}) => text.trim());
  const line = lines.findLast(text => text !== '' && !/^(?:at |\.\.\. \d+ more)/.test(text));
  return line === undefined ? '' : ` The last words of ${ended.service}: ${line}`;
};

const waitUntilReady = async (
  context: LabContext,
  parts: LabParts,
  isStarting: () => boolean,
  deadline: number,
): Promise<UpResult> => {
  const {isReady, gates} = await waitForGates(context, parts, isStarting, deadline);
  const words = isReady ? '' : await lastWords(context, gates);
  return {isReady, gates, sentence: `${summary(isReady, gates)}${words}`};
};

/** Starts the containers that are there, whoever made them, and uses them as the lab. */
const adopt = async (
  context: LabContext,
  conflicts: readonly NameConflict[],
  deadline: number,
): Promise<UpResult> => {
  const projects = new Set(conflicts.map(({project}) => project));
  const all = await context.docker.list();
  const names = all
    .filter(({name, project}) =>
      project === null ? conflicts.some(one => one.names.includes(name)) : projects.has(project),
    )
    .map(({name}) => name);
  for (const name of inStartOrder(names)) {
    const {state} = await context.docker.inspect(name);
    if (state === 'running' || context.signal.aborted) continue;
    context.onProgress({kind: 'step', sentence: `Starting ${name}.`});
    await context.docker.act(state === 'paused' ? 'unpause' : 'start', name, 15_000);
  }
  const parts = {names: inStartOrder(names), dependsOn: new Map()};
  return waitUntilReady(context, parts, () => false, deadline);
};

const start = async (
  context: LabContext,
  files: LabFiles,
  services: readonly LabService[],
  deadline: number,
): Promise<UpResult> => {
  context.onProgress({kind: 'step', sentence: `Starting the lab (compose project ${labProject}).`});
  let result: RunResult | undefined;
  const stopWaiting = new AbortController();
  const running = context.compose
    .run(files, ['up', '-d'], {
      signal: context.signal,
      onLine: line => context.onProgress({kind: 'output', line}),
    })
    .then(ended => {
      result = ended;
      if (ended.code !== 0) stopWaiting.abort();
      return ended;
    });
  const waiting = {...context, signal: AbortSignal.any([context.signal, stopWaiting.signal])};
  const parts = {
    names: services.map(({container}) => container),
    dependsOn: new Map(services.map(({container, dependsOn}) => [container, dependsOn])),
  };
  const ready = await waitUntilReady(waiting, parts, () => result === undefined, deadline);
  const ended = await running;
  if (context.signal.aborted) return {...ready, isReady: false, sentence: cancelledSentence};
  if (ended.code !== 0) throw composeFailure('compose up', ended);
  return ready;
};

/**
 * Brings the lab up and waits, gate by gate, until it is ready. Throws a `UserError` where it cannot begin: compose
 * missing, names or ports taken, images not to be had.
 */
export const up = async (context: LabContext, options: UpOptions): Promise<UpResult> => {
  const {files, names, deadline = defaultDeadline} = options;
  if ((await context.compose.program()) === null) throw composeMissing();
  const services = readServices(files).filter(({isOptional}) => !isOptional);
  const conflicts = await findConflicts(context, files);
  if (conflicts.length > 0) {
    if (names === 'refuse') throw conflictError(conflicts);
    if (names === 'adopt') return adopt(context, conflicts, deadline);
    await removeConflicts(context, conflicts);
  }
  const cancelled: UpResult = {isReady: false, gates: [], sentence: cancelledSentence};
  if (context.signal.aborted) return cancelled;
  await checkPorts(context, services);
  await ensureImages(context, files, services);
  if (context.signal.aborted) return cancelled;
  return start(context, files, services, deadline);
};
