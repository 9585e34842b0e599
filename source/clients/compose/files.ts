import {existsSync, readFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {parse} from 'yaml';
import {dig, entries, text, texts} from '../json.ts';

export type Variant = 'zookeeper' | 'kraft';

/** The files that one variant of the lab is brought up with. */
export interface LabFiles {
  readonly variant: Variant;
  readonly isOffline: boolean;
  readonly compose: string;
  /** The one env file that compose takes: it chooses the images. */
  readonly environment: string;
  /** The script that builds the images of the offline lab. */
  readonly build: string;
}

/** The package's own folder: above this file in the source, above the bundle in `dist`. */
const packageRoot = (): string => {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, 'docker', 'compose.yaml')) && dirname(folder) !== folder)
    folder = dirname(folder);
  return folder;
};

export const labFiles = (variant: Variant, isOffline: boolean, root = packageRoot()): LabFiles => {
  const docker = join(root, 'docker');
  return {
    variant,
    isOffline,
    compose: join(docker, variant === 'kraft' ? 'compose.kraft.yaml' : 'compose.yaml'),
    environment: join(docker, ...(isOffline ? ['offline'] : []), '.env'),
    build: join(docker, 'offline', 'build.sh'),
  };
};

const settingsOf = (file: string): ReadonlyMap<string, string> =>
  new Map(
    readFileSync(file, 'utf8')
      .split('\n')
      .flatMap(line => {
        const match = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)=(.*)$/.exec(line);
        return match
          ? [[match[1] ?? '', (match[2] ?? '').trim().replace(/^(["'])(.*)\1$/, '$2')] as const]
          : [];
      }),
  );

/** `${NAME}`, `${NAME:-default}` and `${NAME-default}`, as compose fills them in: the shell's value comes first. */
const fillIn = (written: string, settings: ReadonlyMap<string, string>): string =>
  written.replace(
    /\$\{([A-Za-z_][A-Za-z0-9_]*)(?:(:?-)([^}]*))?\}/g,
    (_, name: string, dash?: string, fallback?: string) => {
      const value = process.env[name] ?? settings.get(name);
      const isUnset = value === undefined || (dash === ':-' && value === '');
      return isUnset ? (fallback ?? '') : value;
    },
  );

/** A service of the lab, as far as it must be known before compose runs. */
export interface LabService {
  readonly name: string;
  /** The name of its container. */
  readonly container: string;
  readonly image: string;
  /** Ports of the host that it takes. */
  readonly hostPorts: readonly number[];
  /** Started only with a profile that is off. */
  readonly isOptional: boolean;
  /** The profiles that start it; none where it is always started. */
  readonly profiles: readonly string[];
  /** What must be there before it is made. */
  readonly dependsOn: readonly Dependency[];
}

export interface Dependency {
  readonly container: string;
  readonly condition: 'started' | 'healthy';
}

/** `127.0.0.1:9090:8083`, `29092:29092`, `29092:29092/tcp`: the port of the host is the last but one. */
const hostPort = (mapping: string): number | undefined => {
  const parts = mapping.replace(/\/[a-z]+$/, '').split(':');
  const port = Number(parts.length < 2 ? undefined : parts.at(-2));
  return port > 0 ? port : undefined;
};

/** `depends_on` as a map of conditions, or as a plain list of names. */
const dependencies = (value: unknown): readonly (readonly [string, Dependency['condition']])[] =>
  Array.isArray(value)
    ? texts(value).map(name => [name, 'started'])
    : entries(value).map(([name, options]) => [
        name,
        dig(options, 'condition') === 'service_healthy' ? 'healthy' : 'started',
      ]);

/**
 * The services of a compose file, as far as `up` and `doctor` need them before compose runs. A service with a profile
 * is optional unless the env file, or the shell, turns that profile on.
 */
export const readServices = (files: Pick<LabFiles, 'compose' | 'environment'>): readonly LabService[] => {
  const settings = existsSync(files.environment) ? settingsOf(files.environment) : new Map<string, string>();
  const written = fillIn(readFileSync(files.compose, 'utf8'), settings);
  const profiles = (process.env.COMPOSE_PROFILES ?? settings.get('COMPOSE_PROFILES') ?? '').split(',');
  const services = entries(dig(parse(written, {merge: true}), 'services'));
  const containerOf = new Map(
    services.map(([name, service]) => [name, text(dig(service, 'container_name')) ?? name]),
  );
  return services.map(([name, service]) => {
    const wanted = texts(dig(service, 'profiles'));
    return {
      name,
      container: containerOf.get(name) ?? name,
      image: text(dig(service, 'image')) ?? '',
      hostPorts: texts(dig(service, 'ports')).flatMap(mapping => hostPort(mapping) ?? []),
      profiles: wanted,
      isOptional: wanted.length > 0 && !wanted.some(profile => profiles.includes(profile)),
      dependsOn: dependencies(dig(service, 'depends_on')).map(([other, condition]) => ({
        container: containerOf.get(other) ?? other,
        condition,
      })),
    };
  });
};
