import {existsSync, readFileSync} from 'node:fs';
import {dirname, join} from 'node:path';

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
const fillIn = (text: string, settings: ReadonlyMap<string, string>): string =>
  text.replace(
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
  /** Started only with a profile. */
  readonly isOptional: boolean;
  /** What must be there before it is made. */
  readonly dependsOn: readonly Dependency[];
}

export interface Dependency {
  readonly container: string;
  readonly condition: 'started' | 'healthy';
}

const unquote = (text: string): string => text.trim().replace(/^(["'])(.*)\1$/, '$2');

const flowList = (text: string): readonly string[] =>
  /^\[(.*)\]$/
    .exec(text.trim())?.[1]
    ?.split(',')
    .map(unquote)
    .filter(item => item !== '') ?? [];

/** `127.0.0.1:9090:8083`, `29092:29092`, `29092:29092/tcp`: the port of the host is the last but one. */
const hostPort = (mapping: string): number | undefined => {
  const parts = mapping.replace(/\/[a-z]+$/, '').split(':');
  const port = Number(parts.length < 2 ? undefined : parts.at(-2));
  return port > 0 ? port : undefined;
};

interface Block {
  readonly lines: readonly string[];
  readonly indent: number;
  readonly keys: ReadonlyMap<string, string>;
  readonly items: ReadonlyMap<string, readonly string[]>;
  readonly merges: readonly string[];
}

/** The lines below a key, as long as they are indented more than it. */
const below = (lines: readonly string[], start: number, indent: number): readonly string[] => {
  const rest = lines.slice(start + 1);
  const end = rest.findIndex(line => line.trim() !== '' && line.search(/\S/) <= indent);
  return end === -1 ? rest : rest.slice(0, end);
};

const blockOf = (lines: readonly string[], indent: number): Block => {
  const keys = new Map<string, string>();
  const items = new Map<string, string[]>();
  const merges: string[] = [];
  let key = '';
  for (const line of lines) {
    const at = line.search(/\S/);
    const body = line.trim();
    if (at === indent && !body.startsWith('-')) {
      const [, name = '', value = ''] = /^([^:]+):\s*(.*)$/.exec(body) ?? [];
      key = name;
      if (name === '<<')
        merges.push(
          ...value
            .replace(/[[\]\s]/g, '')
            .split(',')
            .map(one => one.replace('*', '')),
        );
      else keys.set(name, value.replace(/\s+#.*$/, ''));
    } else if (body.startsWith('- ') && at <= indent + 2) {
      items.set(key, [...(items.get(key) ?? []), unquote(body.slice(2).replace(/\s+#.*$/, ''))]);
    }
  }
  return {lines, indent, keys, items, merges};
};

/** `{ kafka1: { condition: service_healthy } }`, the same as a block, or a plain list. */
const dependencies = (block: Block | undefined): readonly (readonly [string, Dependency['condition']])[] => {
  if (block === undefined) return [];
  const {lines, indent} = block;
  const start = lines.findIndex(
    line => line.search(/\S/) === indent && line.trim().startsWith('depends_on:'),
  );
  const written = [lines[start]?.replace(/^\s*depends_on:/, ''), ...below(lines, start, indent)].join('\n');
  const conditions = [...written.matchAll(/([\w.-]+):\s*(?:\{\s*)?condition:\s*service_(\w+)/g)];
  if (conditions.length > 0)
    return conditions.map(([, name = '', word]) => [name, word === 'healthy' ? 'healthy' : 'started']);
  return [...written.matchAll(/[\w][\w.-]*/g)].map(([name]) => [name, 'started']);
};

/**
 * Reads our own compose files as far as `up` and `doctor` need them. It is no reader of YAML: two spaces an indent,
 * anchors at the top level, one merge key a service. A test holds it to what compose itself says of the files.
 */
export const readServices = (files: Pick<LabFiles, 'compose' | 'environment'>): readonly LabService[] => {
  const settings = existsSync(files.environment) ? settingsOf(files.environment) : new Map<string, string>();
  const lines = readFileSync(files.compose, 'utf8')
    .split('\n')
    .filter(line => !line.trim().startsWith('#'))
    .map(line => fillIn(line, settings));
  const anchors = new Map<string, Block>();
  lines.forEach((line, index) => {
    const anchor = /^[^\s#][^:]*:\s*&(\S+)/.exec(line)?.[1];
    if (anchor !== undefined) anchors.set(anchor, blockOf(below(lines, index, 0), 2));
  });
  const services = below(
    lines,
    lines.findIndex(line => /^services:/.test(line)),
    0,
  );
  const found = services.flatMap((line, index) => {
    const name = /^ {2}([A-Za-z0-9._-]+):/.exec(line)?.[1];
    if (name === undefined) return [];
    const own = blockOf(below(services, index, 2), 4);
    const blocks = [own, ...own.merges.flatMap(merge => anchors.get(merge) ?? [])];
    const key = (wanted: string): string =>
      unquote(blocks.find(block => block.keys.has(wanted))?.keys.get(wanted) ?? '');
    const list = (wanted: string): readonly string[] => {
      const block = blocks.find(one => one.keys.has(wanted));
      return block === undefined
        ? []
        : [...flowList(block.keys.get(wanted) ?? ''), ...(block.items.get(wanted) ?? [])];
    };
    return [
      {
        name,
        container: key('container_name') || name,
        image: key('image'),
        hostPorts: list('ports').flatMap(mapping => hostPort(mapping) ?? []),
        isOptional: list('profiles').length > 0,
        needs: dependencies(blocks.find(block => block.keys.has('depends_on'))),
      },
    ];
  });
  const containers = new Map(found.map(({name, container}) => [name, container]));
  return found.map(({needs, ...service}) => ({
    ...service,
    dependsOn: needs.map(([name, condition]) => ({container: containers.get(name) ?? name, condition})),
  }));
};
