import {apiVersionsV0, apiVersionsV2, apiVersionsV3, type Connection} from '@platformatic/kafka';
import {failureOf} from '../../errors.ts';
import {DeadlineError, withDeadline} from '../deadline.ts';
import {type Address, addressName} from './address.ts';
import type {Api, Version} from './apis.ts';
import {type ConnectOptions, destroyConnection, openConnection, troubleOf, words} from './connect.ts';
import {KafkaError} from './kafka-error.ts';

export interface LinkOptions extends ConnectOptions {
  /** Milliseconds that an answer may take, unless a call says otherwise. */
  readonly deadline: number;
}

export interface CallOptions {
  /** Milliseconds that the answer may take. */
  readonly deadline?: number;
  /** Which connection: each is one socket, on which a broker answers in order. Default `requests`. */
  readonly channel?: string;
  readonly signal?: AbortSignal;
}

/** One broker address and the connections to it, opened when they are first needed. */
export interface Link {
  readonly address: Address;
  /** `localhost:29092` */
  readonly name: string;
  /** Connects, by default for requests, and asks which requests the broker knows. Throws a KafkaError. */
  open(channel?: string): Promise<void>;
  /** The same, and asks again where the connection was up already: it proves that the broker answers. */
  ping(): Promise<void>;
  /** Whether the connection for requests is up. */
  isOpen(): boolean;
  /** Whether the broker knows one of our versions of a request; false before `open`. */
  supports<Args extends unknown[], Answer>(api: Api<Args, Answer>): boolean;
  /**
   * Sends a request in the newest version that both sides know and gives its answer, with the error codes that are
   * in it. Throws a KafkaError where none came. One request of a kind is under way per connection; a late answer
   * costs the connection, because Kafka answers in order.
   */
  call<Args extends unknown[], Answer>(
    api: Api<Args, Answer>,
    args: Args,
    options?: CallOptions,
  ): Promise<Answer>;
  /** Closes one of its connections; or all, and then it opens none any more. */
  close(channel?: string): void;
}

type Ranges = ReadonlyMap<number, {readonly min: number; readonly max: number}>;

const metadataKey = 3;
/** Metadata 7 came with Kafka 2.1, as did the oldest versions of all others that we speak. */
const oldestMetadata = 7;
const softwareName = 'kafka-lab';
const softwareVersion = '1';

const pick = <Args extends unknown[], Answer>(
  api: Api<Args, Answer>,
  ranges: Ranges,
): Version<Args, Answer> | undefined => {
  const range = ranges.get(api.key);
  return range && api.versions.find(({version}) => version >= range.min && version <= range.max);
};

/** An answer that carries error codes is thrown by the library, whole: its parts are what we came for. */
const partialAnswer = <Answer>(error: unknown): Answer | undefined => {
  const response: unknown = error instanceof Error ? Reflect.get(error, 'response') : undefined;
  return typeof response === 'object' && response !== null ? (response as Answer) : undefined;
};

const isUnsupportedVersion = (error: unknown): boolean =>
  partialAnswer<{errorCode?: number}>(error)?.errorCode === 35;

const askRanges = async (connection: Connection): Promise<Ranges> => {
  const answer = await apiVersionsV3.api
    .async(connection, softwareName, softwareVersion)
    .catch((error: unknown) => {
      if (!isUnsupportedVersion(error)) throw error;
      return apiVersionsV2.api.async(connection, softwareName, softwareVersion);
    })
    .catch((error: unknown) => {
      if (!isUnsupportedVersion(error)) throw error;
      return apiVersionsV0.api.async(connection, softwareName, softwareVersion);
    });
  return new Map(
    answer.apiKeys.map(({apiKey, minVersion, maxVersion}) => [apiKey, {min: minVersion, max: maxVersion}]),
  );
};

interface Channel {
  readonly opening: Promise<Connection>;
  readonly abort: AbortController;
  /** Once it is up. */
  connection?: Connection;
}

export const createLink = (address: Address, options: LinkOptions): Link => {
  const name = addressName(address);
  const {clock, security} = options;
  const channels = new Map<string, Channel>();
  const turns = new Map<string, Promise<unknown>>();
  let requests: Connection | undefined;
  let ranges: Ranges | undefined;
  /** Whether the broker has answered nothing yet but what it may answer before a login. */
  let isFresh = true;
  let isClosed = false;

  const lost = (connection: Connection, error: unknown, deadline: number): KafkaError => {
    if (error instanceof KafkaError) return error;
    const cause = {cause: error};
    if (error instanceof DeadlineError)
      return new KafkaError(
        'timed-out',
        `${name} did not answer within ${deadline / 1000} s.`,
        'silent',
        cause,
      );
    const said = `${words(error)} ${words(troubleOf(connection))}`;
    if (/certificate required|bad certificate|unknown ca/i.test(said))
      return new KafkaError(
        'not-authorised',
        `${name} does not accept our certificate, or wants one (ssl.keystore).`,
        'not-authorised',
        cause,
      );
    if (said.includes('requires TLS'))
      return new KafkaError('unreachable', `${name} speaks TLS and was asked without.`, 'refused', cause);
    if (isFresh && ranges && !security.sasl)
      return new KafkaError(
        'not-authorised',
        `${name} closed the connection at the first request: it may want a SASL login (--command-config).`,
        'not-authorised',
        cause,
      );
    if (said.includes('Connection closed'))
      return new KafkaError('unreachable', `${name} closed the connection.`, 'refused', cause);
    const {why, sentence} = failureOf(error, name);
    return new KafkaError(why, sentence, 'refused', cause);
  };

  const exchange = async <Answer>(
    connection: Connection,
    deadline: number,
    run: () => Promise<Answer>,
    signal?: AbortSignal,
  ): Promise<Answer> => {
    try {
      return await withDeadline(clock, deadline, run, signal);
    } catch (error) {
      const partial = partialAnswer<Answer>(error);
      if (partial) return partial;
      if (connection.isConnected() && !(error instanceof DeadlineError) && !signal?.aborted)
        throw new KafkaError('not-read', `An answer of ${name} could not be read.`, null, {cause: error});
      destroyConnection(connection);
      if (signal?.aborted) throw error;
      throw lost(connection, error, deadline);
    }
  };

  const connect = async (channel: string, signal: AbortSignal): Promise<Connection> => {
    const connection = await openConnection(address, options, signal);
    try {
      if (!ranges || channel === 'requests') {
        isFresh = true;
        ranges = await exchange(connection, options.deadline, () => askRanges(connection), signal);
        if ((ranges.get(metadataKey)?.max ?? 0) < oldestMetadata)
          throw new KafkaError(
            'not-supported',
            `${name} is older than Kafka 2.1, the oldest that is read.`,
            'refused',
          );
      }
    } catch (error) {
      destroyConnection(connection);
      throw error;
    }
    return connection;
  };

  const connectionOf = (channel: string): Promise<Connection> => {
    const there = channels.get(channel);
    // One that is being closed is still here until its socket has gone.
    if (there && (!there.connection || there.connection.isConnected())) return there.opening;
    if (isClosed) return Promise.reject(new KafkaError('not-read', `${name} is no longer asked.`, null));
    const abort = new AbortController();
    const opening = connect(channel, abort.signal);
    const mine: Channel = {opening, abort};
    channels.set(channel, mine);
    const forget = (): void => {
      if (channels.get(channel) !== mine) return;
      channels.delete(channel);
      if (channel === 'requests') requests = undefined;
    };
    opening.then(connection => {
      mine.connection = connection;
      if (channel === 'requests') requests = connection;
      connection.once('close', forget);
      if (!connection.isConnected()) forget();
    }, forget);
    return opening;
  };

  const inTurn = <Answer>(key: string, run: () => Promise<Answer>): Promise<Answer> => {
    const before = turns.get(key);
    const mine = before ? before.then(run, run) : run();
    turns.set(key, mine);
    const leave = (): void => {
      if (turns.get(key) === mine) turns.delete(key);
    };
    mine.then(leave, leave);
    return mine;
  };

  return {
    address,
    name,
    async open(channel = 'requests') {
      await connectionOf(channel);
    },
    async ping() {
      const connection = requests?.isConnected() ? requests : undefined;
      if (connection) await exchange(connection, options.deadline, () => askRanges(connection));
      else await connectionOf('requests');
    },
    isOpen: () => requests?.isConnected() ?? false,
    supports: api => ranges !== undefined && pick(api, ranges) !== undefined,
    call(api, args, {channel = 'requests', deadline = options.deadline, signal} = {}) {
      return inTurn(`${channel} ${api.key}`, async () => {
        signal?.throwIfAborted();
        const connection = await connectionOf(channel);
        const version = ranges && pick(api, ranges);
        if (!version)
          throw new KafkaError('not-supported', `${name} does not know the request ${api.name}.`, null);
        const answer = await exchange(connection, deadline, () => version.async(connection, ...args), signal);
        isFresh = false;
        return answer;
      });
    },
    close(channel) {
      isClosed ||= channel === undefined;
      for (const [key, {opening, abort}] of channels) {
        if (channel !== undefined && key !== channel) continue;
        abort.abort();
        opening.then(destroyConnection, () => {});
      }
    },
  };
};
