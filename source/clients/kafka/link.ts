import type {Connection} from '@platformatic/kafka';
import {DeadlineError, withDeadline} from '../deadline.ts';
import {type Address, addressName} from './address.ts';
import type {Api} from './apis.ts';
import {type ConnectOptions, destroyConnection, openConnection} from './connect.ts';
import {KafkaError} from './kafka-error.ts';
import {lostError} from './lost-error.ts';
import {askRanges, isTooOld, pick, type Ranges} from './versions.ts';

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

/** An answer that carries error codes is thrown by the library, whole: its parts are what we came for. */
const partialAnswer = <Answer>(error: unknown): Answer | undefined => {
  const response: unknown = error instanceof Error ? Reflect.get(error, 'response') : undefined;
  return typeof response === 'object' && response !== null ? (response as Answer) : undefined;
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
  /** Whether the broker has answered more than what it may answer before a login. */
  let hasAnswered = false;
  let isClosed = false;

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
      throw lostError(error, {
        name,
        connection,
        deadline,
        mayWantLogin: !hasAnswered && ranges !== undefined && !security.sasl,
      });
    }
  };

  const connect = async (channel: string, signal: AbortSignal): Promise<Connection> => {
    const connection = await openConnection(address, options, signal);
    try {
      if (!ranges || channel === 'requests') {
        ranges = await exchange(connection, options.deadline, () => askRanges(connection), signal);
        if (isTooOld(ranges))
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
        hasAnswered = true;
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
