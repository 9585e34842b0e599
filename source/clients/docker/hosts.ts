import {createHash} from 'node:crypto';
import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import type {DockerEnvironment} from '../../config.ts';
import {dig, parseJson, text} from '../json.ts';
import {type EngineAddress, socketPathOf} from './address.ts';

/** An engine's address, and who named it. */
export interface EngineChoice extends EngineAddress {
  readonly from: '--docker-host' | 'DOCKER_HOST' | 'context' | 'default';
  /** False for a socket file that is not there. */
  readonly exists: boolean;
}

const choice = (from: EngineChoice['from'], host: string, certPath: string | null = null): EngineChoice => {
  const socket = socketPathOf(host);
  return {
    from,
    host: host.startsWith('/') ? `unix://${host}` : host,
    certPath,
    exists: socket === null || existsSync(socket),
  };
};

const readJson = (file: string): unknown => {
  try {
    return parseJson(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
};

/** The context that `docker context use` (or `DOCKER_CONTEXT`) chose; its files are named by a hash of its name. */
const contextHost = ({variables, folder}: DockerEnvironment): EngineChoice | undefined => {
  const name = variables.DOCKER_CONTEXT ?? text(dig(readJson(join(folder, 'config.json')), 'currentContext'));
  if (name === undefined || name === '' || name === 'default') return undefined;
  const hash = createHash('sha256').update(name).digest('hex');
  const host = text(
    dig(readJson(join(folder, 'contexts', 'meta', hash, 'meta.json')), 'Endpoints', 'docker', 'Host'),
  );
  if (host === undefined || host === '') return undefined;
  const tls = join(folder, 'contexts', 'tls', hash, 'docker');
  return choice('context', host, existsSync(join(tls, 'cert.pem')) ? tls : null);
};

/** Sockets of an engine of the machine, of one without root, of desktop programs and of Podman. */
const defaultSockets = ({home, runtimeFolder, platform}: DockerEnvironment): readonly string[] =>
  platform === 'win32'
    ? ['npipe:////./pipe/docker_engine', 'npipe:////./pipe/podman-machine-default']
    : [
        '/var/run/docker.sock',
        ...(runtimeFolder === null ? [] : [join(runtimeFolder, 'docker.sock')]),
        join(home, '.docker/run/docker.sock'),
        join(home, '.docker/desktop/docker.sock'),
        join(home, '.colima/default/docker.sock'),
        ...(runtimeFolder === null ? [] : [join(runtimeFolder, 'podman/podman.sock')]),
        '/run/podman/podman.sock',
      ].map(socket => `unix://${socket}`);

/**
 * The engines to try, best first. A named one (flag, `DOCKER_HOST`, context) stands alone: another one than the user
 * means is never looked at. Of the default sockets those that exist, or the usual one where none does.
 */
export const engineChoices = (
  named: string | null,
  environment: DockerEnvironment,
): readonly EngineChoice[] => {
  const {variables} = environment;
  if (named !== null) return [choice('--docker-host', named, variables.DOCKER_CERT_PATH ?? null)];
  if (variables.DOCKER_HOST !== undefined) {
    const isTls = Boolean(variables.DOCKER_TLS_VERIFY);
    return [
      choice(
        'DOCKER_HOST',
        variables.DOCKER_HOST,
        isTls ? (variables.DOCKER_CERT_PATH ?? environment.folder) : null,
      ),
    ];
  }
  const context = contextHost(environment);
  if (context !== undefined) return [context];
  const sockets = defaultSockets(environment).map(host => choice('default', host));
  const present = sockets.filter(socket => socket.exists);
  return present.length > 0 ? present : sockets.slice(0, 1);
};
