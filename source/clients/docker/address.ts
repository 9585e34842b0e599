import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import type Dockerode from 'dockerode';
import {EngineError} from './failure.ts';

/** Where a Docker Engine listens. */
export interface EngineAddress {
  /** `unix:///path`, `npipe:////./pipe/name`, `tcp://host:port` or `ssh://user@host`. */
  readonly host: string;
  /** The folder with ca.pem, cert.pem and key.pem, null for a connection without TLS. */
  readonly certPath?: string | null;
}

/** The path of the socket file, null for an address that is no file. */
export const socketPathOf = (host: string): string | null => {
  if (host.startsWith('unix://')) return host.slice('unix://'.length);
  if (host.startsWith('npipe://')) return host.slice('npipe://'.length);
  return host.startsWith('/') ? host : null;
};

/** The host name at which ports that the engine publishes are reached from here. */
export const publishedHost = (host: string): string => {
  if (socketPathOf(host) !== null) return 'localhost';
  const name = URL.parse(host.includes('://') ? host : `tcp://${host}`)?.hostname ?? '';
  return name === '' || name === '127.0.0.1' || name === '[::1]' ? 'localhost' : name;
};

/** What dockerode is opened with. Everything is named, as it fills what is left out from the environment. */
export const dockerodeOptions = (address: EngineAddress): Dockerode.DockerOptions => {
  const socketPath = socketPathOf(address.host);
  if (socketPath !== null) return {socketPath, host: '', protocol: 'http'};
  const url = URL.parse(address.host.includes('://') ? address.host : `tcp://${address.host}`);
  if (url === null || url.hostname === '')
    throw new EngineError('unreachable', `${address.host} is no address of a Docker Engine.`);
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  if (url.protocol === 'ssh:')
    return {host, port: url.port || 22, protocol: 'ssh', username: decodeURIComponent(url.username)};
  const certPath = address.certPath ?? null;
  if (certPath === null)
    return {host, port: url.port || 2375, protocol: url.protocol === 'https:' ? 'https' : 'http'};
  try {
    const pem = (name: string): Buffer => readFileSync(join(certPath, name));
    return {
      host,
      port: url.port || 2376,
      protocol: 'https',
      ca: pem('ca.pem'),
      cert: pem('cert.pem'),
      key: pem('key.pem'),
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new EngineError(
      'not-authorised',
      `The certificates for ${address.host} cannot be read: ${reason}.`,
    );
  }
};
