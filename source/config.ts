import {homedir} from 'node:os';
import path from 'node:path';
import {readableFile, readSettings} from './config/files.ts';
import {postgresOf} from './config/postgres.ts';
import {runtimeFolder} from './config/runtime-folder.ts';
import {
  bootstrapOf,
  connectOf,
  type FlagValues,
  intervalOf,
  switchOf,
  texts,
  wordOf,
} from './config/values.ts';
import {UserError} from './errors.ts';
import type {ConnectAddress, PostgresAddress} from './model/target.ts';

/** All that a user can set, from flags, environment, file and defaults, in this order. */
export interface Config {
  /** `host:port` addresses of a cluster that the user named; empty where none was. */
  readonly bootstrap: readonly string[];
  /** A readable `client.properties` file with SASL and TLS settings. */
  readonly commandConfig: string | null;
  /** The engine that the user named for us alone; `DOCKER_HOST` and contexts are in `docker`. */
  readonly dockerHost: string | null;
  readonly docker: DockerEnvironment;
  readonly connect: readonly ConnectAddress[];
  /** The PostgreSQL server that the user named; null where none was. */
  readonly postgres: PostgresAddress | null;
  /** The kind of lab that the user insists on. */
  readonly lab: 'docker' | 'practice' | null;
  readonly isReadOnly: boolean;
  readonly isWrite: boolean;
  /** Milliseconds between polls; null leaves it to the kind of target. */
  readonly intervalMs: number | null;
  readonly colour: 'auto' | 'always' | 'never';
  readonly isAscii: boolean;
  readonly timeForm: 'relative' | 'clock' | 'iso';
  /** Where the progress of exercises is kept; each seat of a shared account (KAFKA_LAB_SEAT) has its own. */
  readonly stateFolder: string;
  /** Where practice labs tell of themselves. */
  readonly practiceFolder: string;
}

/** What the environment says about Docker, for whoever looks for an engine. */
export interface DockerEnvironment {
  readonly variables: Readonly<
    Partial<Record<'DOCKER_HOST' | 'DOCKER_CONTEXT' | 'DOCKER_TLS_VERIFY' | 'DOCKER_CERT_PATH', string>>
  >;
  /** The folder of Docker's own settings, `~/.docker` or `DOCKER_CONFIG`. */
  readonly folder: string;
  readonly home: string;
  /** `XDG_RUNTIME_DIR`, where engines without root listen. */
  readonly runtimeFolder: string | null;
  readonly platform: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

export interface ConfigSources {
  /** Values of the flags that were given, by their names without dashes. */
  readonly flags: FlagValues;
  readonly environment?: Environment;
  readonly home?: string;
  readonly platform?: string;
}

const fromEnvironment = (environment: Environment): FlagValues => {
  const values: Record<string, string | readonly string[]> = {};
  const take = (name: string, variable: string): void => {
    const value = environment[variable];
    if (value !== undefined && value !== '') values[name] = value;
  };
  take('bootstrap', 'KAFKA_LAB_BOOTSTRAP');
  take('command-config', 'KAFKA_LAB_COMMAND_CONFIG');
  take('docker-host', 'KAFKA_LAB_DOCKER_HOST');
  take('postgres', 'KAFKA_LAB_POSTGRES');
  take('interval', 'KAFKA_LAB_INTERVAL');
  take('time-form', 'KAFKA_LAB_TIME_FORM');
  const connect = environment.KAFKA_LAB_CONNECT;
  if (connect) values.connect = connect.split(',');
  return values;
};

/** `FORCE_COLOR=0` means none, as `NO_COLOR` does; what the user typed comes before both. */
const colourOf = (values: FlagValues, environment: Environment): Config['colour'] => {
  if (values['no-color'] === true || !switchOf('color', values.color ?? true)) return 'never';
  if (environment.NO_COLOR) return 'never';
  const force = environment.FORCE_COLOR;
  if (force !== undefined) return force === '0' || force === 'false' ? 'never' : 'always';
  return environment.TERM === 'dumb' ? 'never' : 'auto';
};

const isUtf8 = (environment: Environment, platform: string): boolean => {
  const locale = environment.LC_ALL || environment.LC_CTYPE || environment.LANG;
  return locale ? /utf-?8/i.test(locale) : platform === 'win32' || platform === 'darwin';
};

/** The first is what is meant where none is said. */
const timeForms = ['clock', 'relative', 'iso'] as const;

const dockerEnvironment = (environment: Environment, home: string, platform: string): DockerEnvironment => {
  const names = ['DOCKER_HOST', 'DOCKER_CONTEXT', 'DOCKER_TLS_VERIFY', 'DOCKER_CERT_PATH'] as const;
  const variables: Partial<Record<(typeof names)[number], string>> = {};
  for (const name of names) if (environment[name]) variables[name] = environment[name];
  return {
    variables,
    folder: environment.DOCKER_CONFIG || path.join(home, '.docker'),
    home,
    runtimeFolder: environment.XDG_RUNTIME_DIR || null,
    platform,
  };
};

const stateFolderOf = (environment: Environment, home: string): string => {
  const base = environment.XDG_STATE_HOME || path.join(home, '.local', 'state');
  const seat = environment.KAFKA_LAB_SEAT?.replace(/[^\w-]+/g, '_');
  return path.join(base, 'kafka-lab', ...(seat ? [`seat-${seat}`] : []));
};

/** Joins the sources; rejects with a `UserError` what cannot be meant. */
export const readConfig = ({
  flags,
  environment = process.env,
  home = homedir(),
  platform = process.platform,
}: ConfigSources): Config => {
  const folder = environment.XDG_CONFIG_HOME || path.join(home, '.config');
  const named = environment.KAFKA_LAB_CONFIG;
  const file = named || path.join(folder, 'kafka-lab', 'config.json');
  const values: FlagValues = {
    ...readSettings(file, Boolean(named)),
    ...fromEnvironment(environment),
    ...flags,
  };
  const lab = values.lab === 'docker' || values.lab === 'practice' ? values.lab : null;
  // Who insists on a lab does not mean the cluster that the environment or the file names.
  const bootstrap = lab !== null && flags.bootstrap === undefined ? [] : bootstrapOf(values.bootstrap);
  const [commandConfig] = texts(values['command-config']);
  const [dockerHost] = texts(values['docker-host']);
  if (flags.write === true && flags['read-only'] === true)
    throw new UserError('--write and --read-only exclude each other.', 'Give one of them.');
  if (lab !== null && bootstrap.length > 0)
    throw new UserError('--lab and --bootstrap exclude each other.', 'Give one of them.');
  // What the file keeps safe is opened by --write alone.
  const isKept = switchOf('readOnly', values['read-only']);
  const isReadOnly = flags['read-only'] === true || (isKept && flags.write !== true);
  return {
    bootstrap,
    commandConfig: commandConfig === undefined ? null : readableFile(commandConfig),
    dockerHost: dockerHost ?? null,
    docker: dockerEnvironment(environment, home, platform),
    connect: connectOf(values.connect),
    postgres: postgresOf({
      url: values.postgres,
      isTyped: flags.postgres !== undefined,
      password: environment.PGPASSWORD,
    }),
    lab,
    isReadOnly,
    isWrite: switchOf('write', values.write) && !isReadOnly,
    intervalMs: intervalOf(values.interval),
    colour: colourOf(values, environment),
    isAscii: switchOf('ascii', values.ascii) || !isUtf8(environment, platform),
    timeForm: wordOf('timeForm', timeForms, values['time-form']),
    stateFolder: stateFolderOf(environment, home),
    practiceFolder: runtimeFolder(environment),
  };
};
