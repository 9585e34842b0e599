import type {EngineAddress} from './clients/docker/address.ts';
import type {DockerClient} from './clients/docker/client.ts';
import {EngineError} from './clients/docker/failure.ts';
import {type EngineChoice, engineChoices} from './clients/docker/hosts.ts';
import {bootstrapOf, connectOf, type FoundLab, findLab, postgresOf} from './clients/docker/lab.ts';
import {roleOf} from './clients/docker/role.ts';
import {parsePostgresUrl} from './config/postgres.ts';
import type {Config} from './config.ts';
import type {PracticeEndpoints} from './model/practice.ts';
import type {Failure} from './model/reading.ts';
import type {PostgresAddress, Target} from './model/target.ts';

/** What the target is chosen with. `docker` opens a client and keeps it open for whoever asks for the same engine. */
export interface TargetClients {
  docker(address: EngineAddress): DockerClient;
}

/** Something that the user can do where there is no target. */
export interface TargetChoice {
  readonly id: 'retry' | 'up' | 'practice' | 'doctor';
  readonly title: string;
  /** The command line that does the same, null for what only the card offers. */
  readonly line: string | null;
}

/** Why there is no target: the card's text, and the sentence of a one-shot command that then exits 2. */
export interface NoTarget {
  readonly none: 'no-engine' | 'engine-failed' | 'no-lab' | 'practice';
  readonly reason: string;
  readonly failure: Failure | null;
  readonly choices: readonly TargetChoice[];
  /** Whether a monitor goes to a practice lab, which it says the reason of. */
  readonly isForPractice: boolean;
}

export type Chosen = {readonly target: Target} | NoTarget;

const choices: Readonly<Record<TargetChoice['id'], TargetChoice>> = {
  retry: {id: 'retry', title: 'Look again', line: null},
  up: {id: 'up', title: 'Bring the lab up', line: 'kafka-lab up'},
  practice: {id: 'practice', title: 'Use a practice lab', line: 'kafka-lab --lab practice'},
  doctor: {id: 'doctor', title: 'See what this machine lacks', line: 'kafka-lab doctor'},
};

const none = (
  kind: NoTarget['none'],
  reason: string,
  offered: readonly TargetChoice['id'][],
  failure: Failure | null = null,
  hasFailed = false,
): NoTarget => ({
  none: kind,
  reason,
  failure,
  choices: offered.map(id => choices[id]),
  // An engine that refuses, or does not answer, may hold the lab: that is for the user to decide.
  isForPractice: kind !== 'engine-failed' && !hasFailed,
});

const withPostgres = (postgres: PostgresAddress | null | undefined): Pick<Target, 'postgres'> =>
  postgres == null ? {} : {postgres};

/** The practice lab as a target; `why` says why it is this one. */
export const practiceTarget = (config: Config, endpoints: PracticeEndpoints, why: string): Target => ({
  kind: 'practice',
  name: endpoints.speed === 1 ? endpoints.scene : `${endpoints.scene}, shown ${endpoints.speed} times faster`,
  speed: endpoints.speed,
  why,
  bootstrap: endpoints.bootstrap,
  dockerHost: endpoints.dockerHost,
  project: 'kafka-lab',
  variant: endpoints.variant,
  connect: config.connect.length > 0 ? config.connect : endpoints.connect,
  ...withPostgres(config.postgres ?? parsePostgresUrl(endpoints.postgres ?? '')),
  isReadOnly: config.isReadOnly,
});

interface EngineLook {
  readonly choice: EngineChoice;
  readonly client: DockerClient;
  readonly lab: FoundLab | undefined;
}

const lookAt = async (
  choice: EngineChoice,
  clients: TargetClients,
  ports?: readonly number[],
): Promise<EngineLook> => {
  const client = clients.docker(choice);
  return {choice, client, lab: findLab(await client.list(), ports)};
};

/** Where a lab is reached: bootstrap addresses, Connect workers and PostgreSQL from the ports that its containers publish. */
const endpointsOf = async (
  {client, choice}: EngineLook,
  project: string | null,
): Promise<Pick<Target, 'bootstrap' | 'connect' | 'postgres'>> => {
  const listed = (await client.list()).filter(
    container => roleOf(container, {kind: 'lab', project}) === 'lab',
  );
  const inspected = await Promise.all(
    listed.map(({id}) =>
      client.inspect(id).catch(error => {
        // Gone since it was listed.
        if (error instanceof EngineError && error.status === 404) return undefined;
        throw error;
      }),
    ),
  );
  const containers = inspected
    .filter(container => container !== undefined)
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const bootstrap = containers.flatMap(container => bootstrapOf(container, choice.host) ?? []);
  return {
    bootstrap: [...new Set(bootstrap)],
    connect: connectOf(containers, choice.host),
    ...withPostgres(postgresOf(containers, choice.host)),
  };
};

const labTarget = async (config: Config, look: EngineLook, lab: FoundLab): Promise<Target> => {
  const endpoints = await endpointsOf(look, lab.project);
  const {host, from} = look.choice;
  const where = from === 'default' ? host : `${host} (${from})`;
  const why =
    lab.project === null
      ? `${lab.foundBy} and the lab's other containers on ${where}`
      : `the containers of compose project ${lab.project} on ${where}`;
  return {
    kind: 'lab',
    name: lab.project ?? lab.foundBy,
    why,
    bootstrap: endpoints.bootstrap,
    dockerHost: host,
    project: lab.project,
    variant: lab.variant,
    connect: config.connect.length > 0 ? config.connect : endpoints.connect,
    ...withPostgres(config.postgres ?? endpoints.postgres),
    isReadOnly: config.isReadOnly,
  };
};

const portsOf = (bootstrap: readonly string[]): readonly number[] =>
  bootstrap.map(address => Number(/:(\d+)$/.exec(address)?.[1] ?? 0));

/** A cluster that the user named. Its containers are looked for only on an engine that the user named, too. */
const clusterTarget = async (config: Config, clients: TargetClients): Promise<Target> => {
  const [first = ''] = config.bootstrap;
  const base: Target = {
    kind: 'cluster',
    name: first,
    why: '--bootstrap',
    bootstrap: config.bootstrap,
    ...(config.commandConfig === null ? {} : {commandConfig: config.commandConfig}),
    dockerHost: null,
    project: null,
    variant: null,
    connect: config.connect,
    ...withPostgres(config.postgres),
    isReadOnly: !config.isWrite,
  };
  if (config.dockerHost === null) return base;
  const [choice] = engineChoices(config.dockerHost, config.docker);
  if (choice === undefined) return base;
  const withHost = {...base, why: '--bootstrap and --docker-host', dockerHost: choice.host};
  try {
    const {lab} = await lookAt(choice, clients, portsOf(config.bootstrap));
    return {...withHost, project: lab?.project ?? null, variant: lab?.variant ?? null};
  } catch (error) {
    // The cluster is what was asked for; that the engine does not answer is shown where its containers would be.
    if (error instanceof EngineError) return withHost;
    throw error;
  }
};

const whoNamed = ({from}: EngineChoice): string => (from === 'default' ? '' : ` (named by ${from})`);

const chooseOnEngines = async (config: Config, clients: TargetClients): Promise<Chosen> => {
  const engines = engineChoices(config.dockerHost, config.docker);
  const failures: {readonly choice: EngineChoice; readonly failure: Failure}[] = [];
  let empty: EngineLook | undefined;
  for (const choice of engines) {
    try {
      const look = await lookAt(choice, clients);
      if (look.lab !== undefined) return {target: await labTarget(config, look, look.lab)};
      empty ??= look;
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      failures.push({choice, failure: {why: error.why, sentence: error.sentence}});
    }
  }
  const [first] = failures;
  if (empty !== undefined) {
    const others = first === undefined ? '' : ` ${first.failure.sentence}`;
    const reason = `The Docker Engine at ${empty.choice.host}${whoNamed(empty.choice)} answers, but holds no Kafka lab.`;
    return none(
      'no-lab',
      `${reason}${others}`,
      ['up', 'practice', 'doctor', 'retry'],
      first?.failure ?? null,
      failures.some(({choice: {exists}}) => exists),
    );
  }
  if (first === undefined || !first.choice.exists)
    return none(
      'no-engine',
      first === undefined || first.choice.from === 'default'
        ? 'There is no Docker Engine on this machine, and no cluster was named with --bootstrap.'
        : `${first.failure.sentence.replace(/\.$/, '')}${whoNamed(first.choice)}.`,
      ['practice', 'doctor', 'retry'],
      first?.failure ?? null,
    );
  return none(
    'engine-failed',
    `${first.failure.sentence.replace(/\.$/, '')}${whoNamed(first.choice)}.`,
    ['retry', 'practice', 'doctor'],
    first.failure,
  );
};

/**
 * Chooses what the program looks at, once: endpoints that the user named; else the lab on an engine. Where there is
 * none it says why and what can be done, and whoever waits for a lab calls it again.
 */
export const choose = async (config: Config, clients: TargetClients): Promise<Chosen> => {
  if (config.bootstrap.length > 0) return {target: await clusterTarget(config, clients)};
  if (config.lab === 'practice') return none('practice', '--lab practice', ['practice']);
  const chosen = await chooseOnEngines(config, clients);
  // Who insists on Docker waits for it.
  return 'target' in chosen || config.lab === null ? chosen : {...chosen, isForPractice: false};
};
