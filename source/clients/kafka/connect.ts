import {isIP} from 'node:net';
import {Connection, type ConnectionOptions} from '@platformatic/kafka';
import type {Clock} from '../../clock.ts';
import {codeOf, failureOf} from '../../errors.ts';
import {DeadlineError, withDeadline} from '../deadline.ts';
import {type Address, addressName} from './address.ts';
import {KafkaError} from './kafka-error.ts';
import type {Security} from './security.ts';

export interface ConnectOptions {
  readonly clientId: string;
  readonly security: Security;
  readonly clock: Clock;
  /** Milliseconds for name, connection, TLS and login together. */
  readonly connectTimeout: number;
}

/** How far a connection came: an unanswered one is told apart by it. */
type Stage = 'resolving' | 'connecting' | 'connected';

/** The library has timers of its own; ours come first, these only catch what ours would miss. */
const libraryPatience = 60_000;

const connectionOptions = ({host}: Address, {tls, sasl}: Security): ConnectionOptions => ({
  connectTimeout: libraryPatience,
  requestTimeout: libraryPatience,
  ...(tls ? {tls} : {}),
  // An address is no server name: Node warns about it on standard error.
  ...(tls && isIP(host) === 0 ? {tlsServerName: true} : {}),
  ...(sasl ? {sasl: {...sasl}} : {}),
});

/** Ends a connection at once, whatever it is doing, with the library's timers for it. */
export const destroyConnection = (connection: Connection): void => {
  if (connection.status === 'connected' || connection.status === 'reauthenticating')
    connection.close().catch(() => {});
  // Before the login is done the library has no listener for the socket's end: its own wait is ended by hand.
  else if (connection.status === 'connecting' || connection.status === 'authenticating')
    connection.emit('close');
  connection.socket?.destroy();
};

/** What a connection's socket complained of last: requests that end with it only hear that it is closed. */
const troubles = new WeakMap<Connection, Error>();

export const troubleOf = (connection: Connection): Error | undefined => troubles.get(connection);

/** All messages of an error and its causes, for the few that the library tells apart by words only. */
export const words = (error: unknown): string => {
  if (!(error instanceof Error)) return '';
  const parts = error instanceof AggregateError ? error.errors.map(words) : [];
  return [error.message, ...parts, words(error.cause)].join(' ');
};

const mechanismsOf = (error: unknown): string => {
  if (!(error instanceof Error)) return '';
  const response: unknown = Reflect.get(error, 'response');
  const offered: unknown =
    typeof response === 'object' && response !== null ? Reflect.get(response, 'mechanisms') : undefined;
  return Array.isArray(offered) && offered.length > 0 ? offered.join(', ') : mechanismsOf(error.cause);
};

const loginError = (error: unknown, where: string, security: Security): KafkaError => {
  const said = words(error);
  const mechanism = security.sasl?.mechanism ?? 'SASL';
  const offered = mechanismsOf(error);
  const sentence = said.includes('suitable SASL mechanism')
    ? offered
      ? `${where} does not offer SASL ${mechanism}; it offers ${offered}.`
      : `${where} does not take a SASL ${mechanism} login: it may be a listener without SASL.`
    : `${where} refuses the login of ${security.sasl?.username ?? 'this user'}: the user name or the password is wrong.`;
  return new KafkaError('not-authorised', sentence, 'not-authorised', {cause: error});
};

const unansweredError = (where: string, stage: Stage, waited: number, cause: unknown): KafkaError => {
  const seconds = `${waited / 1000} s`;
  if (stage === 'resolving')
    return new KafkaError(
      'unreachable',
      `The name in ${where} did not resolve within ${seconds}.`,
      'unresolvable',
      {
        cause,
      },
    );
  if (stage === 'connecting')
    return new KafkaError(
      'unreachable',
      `${where} did not take the connection within ${seconds}.`,
      'refused',
      {
        cause,
      },
    );
  return new KafkaError('timed-out', `${where} takes connections but does not answer.`, 'silent', {cause});
};

const connectError = (error: unknown, where: string, stage: Stage, security: Security): KafkaError => {
  if (error instanceof DeadlineError) return unansweredError(where, stage, error.waited, error);
  const said = words(error);
  if (/SASL|AUTHENTICATION/i.test(said)) return loginError(error, where, security);
  if (security.tls && /TLS handshake failed|wrong version number|disconnected before secure/i.test(said))
    return new KafkaError('unreachable', `${where} does not speak TLS.`, 'refused', {cause: error});
  if (said.includes('Connection closed')) {
    const sentence = security.sasl
      ? `${where} closed the connection at the login: it may be stopping, or be a listener without SASL.`
      : `${where} closed the connection.`;
    return new KafkaError('unreachable', sentence, 'refused', {cause: error});
  }
  const {why, sentence} = failureOf(error, where);
  const code = codeOf(error);
  const reach = code === 'ENOTFOUND' || code === 'EAI_AGAIN' ? 'unresolvable' : 'refused';
  return new KafkaError(why, sentence, reach, {cause: error});
};

/** A connection that is up and logged in, or a KafkaError that says how far it came. */
export const openConnection = async (
  address: Address,
  options: ConnectOptions,
  signal?: AbortSignal,
): Promise<Connection> => {
  const {clientId, security, clock, connectTimeout} = options;
  const connection = new Connection(clientId, connectionOptions(address, security));
  // Without a listener an error event would end the program.
  connection.on('error', error => troubles.set(connection, error));
  let stage: Stage = isIP(address.host) ? 'connecting' : 'resolving';
  try {
    await withDeadline(
      clock,
      connectTimeout,
      async () => {
        const isUp = connection.connect(address.host, address.port);
        connection.socket.once('lookup', error => {
          if (!error) stage = 'connecting';
        });
        connection.socket.once('connect', () => {
          stage = 'connected';
        });
        await isUp;
      },
      signal,
    );
    return connection;
  } catch (error) {
    destroyConnection(connection);
    throw connectError(error, addressName(address), stage, security);
  }
};
