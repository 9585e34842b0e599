import {ValueError} from '../../errors.ts';

/** Where a broker listens. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/** `localhost:29092`, `[::1]:9092`. */
export const addressName = ({host, port}: Address): string =>
  host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;

/** Reads `host:port` or `[v6]:port`; throws a ValueError that names what is wrong. */
export const parseAddress = (text: string): Address => {
  const parts = /^(?:\[([^\]]+)\]|([^:[\]]+)):(\d{1,5})$/.exec(text.trim());
  const host = parts?.[1] ?? parts?.[2];
  const port = Number(parts?.[3]);
  if (!host || !Number.isInteger(port) || port < 1 || port > 65_535)
    throw new ValueError(
      `"${text}" is no broker address.`,
      'Give it as host:port, for example localhost:29092.',
    );
  return {host, port};
};
