import {
  Connection,
  createTopicsV7,
  deleteGroupsV2,
  findCoordinatorV4,
  metadataV12,
  offsetCommitV8,
  offsetFetchV8,
} from '@platformatic/kafka';
import type {Clock} from '../../clock.ts';
import {answer} from './answer.ts';
import type {Sockets} from './sockets.ts';

export interface Address {
  readonly host: string;
  readonly port: number;
}

/** How far a group has come in a partition. Without an offset, its commit there is taken away. */
export interface GroupOffset {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
}

/** What the cluster is, as far as a worker needs to know. */
export interface Described {
  readonly clusterId: string;
  readonly brokers: readonly (Address & {readonly id: number})[];
  readonly controller: Address | undefined;
  /** Of the topics that were asked for, those that there are: the leader of each partition by its number. */
  readonly topics: ReadonlyMap<string, readonly number[]>;
}

export interface Admin {
  describe(topics: readonly string[]): Promise<Described>;
  /** Rejects with Kafka's own words. One that is there already is left as it is. */
  createTopic(topic: {name: string; partitions: number; replicationFactor: number}): Promise<void>;
  /** What a group has committed; nothing where there is no such group. */
  committed(group: string): Promise<readonly GroupOffset[]>;
  /** Sets offsets of a group without members; false where it has some. */
  commit(group: string, offsets: readonly GroupOffset[]): Promise<boolean>;
  /** False where it has members. */
  deleteGroup(group: string): Promise<boolean>;
  /** Does something over a connection to a broker, and closes it. */
  ask<T>(address: Address, request: (connection: Connection) => Promise<T>): Promise<T>;
  /** The same with the coordinator of a group, which is waited for. */
  withCoordinator<T>(
    group: string,
    request: (connection: Connection, address: Address) => Promise<T>,
  ): Promise<T>;
}

export interface AdminOptions {
  readonly bootstrap: readonly string[];
  readonly sockets: Sockets;
  readonly clock: Clock;
}

const none = 0;
const topicExists = 36;
const groupNotFound = 69;
const createTime = 30_000;
/** How long a group's coordinator may be away (ms). */
const coordinatorTime = 10_000;
const retryWait = 250;

const addressOf = (text: string): Address => {
  const colon = text.lastIndexOf(':');
  return {host: text.slice(0, colon), port: Number(text.slice(colon + 1))};
};

/** Asks the brokers what no consumer or producer does. It works while partitions have no leader and brokers are away. */
export const createAdmin = (clientId: string, {bootstrap, sockets, clock}: AdminOptions): Admin => {
  const ask: Admin['ask'] = async (address, request) => {
    const connection = new Connection(clientId, {connectTimeout: 2000, requestTimeout: 15_000});
    // The rejected request tells of it.
    connection.on('error', () => {});
    try {
      await connection.connect(address.host, address.port);
      sockets.add(connection.socket);
      return await request(connection);
    } finally {
      await connection.close().catch(() => {});
    }
  };

  const askAny = async <T>(request: (connection: Connection) => Promise<T>): Promise<T> => {
    let reason: unknown;
    for (const text of bootstrap) {
      try {
        return await ask(addressOf(text), request);
      } catch (error) {
        reason = error;
      }
    }
    throw reason;
  };

  const describe: Admin['describe'] = names =>
    askAny(async connection => {
      const {clusterId, brokers, controllerId, topics} = await answer(
        metadataV12.api.async(connection, [...names], false, false),
      );
      const listed = brokers.map(({nodeId, host, port}) => ({id: nodeId, host, port}));
      return {
        clusterId: clusterId ?? '',
        brokers: listed,
        controller: listed.find(({id}) => id === controllerId),
        topics: new Map(
          topics.flatMap(({name, errorCode, partitions}) => {
            const sorted = [...partitions].sort((a, b) => a.partitionIndex - b.partitionIndex);
            return name && errorCode === none ? [[name, sorted.map(({leaderId}) => leaderId)] as const] : [];
          }),
        ),
      };
    });

  const withCoordinator: Admin['withCoordinator'] = async (group, request) => {
    for (let left = coordinatorTime; left > 0; left -= retryWait) {
      const found = await askAny(connection => answer(findCoordinatorV4.api.async(connection, 0, [group])));
      const coordinator = found.coordinators[0];
      if (coordinator?.errorCode === none) {
        const address = {host: coordinator.host, port: coordinator.port};
        return await ask(address, connection => request(connection, address));
      }
      // The first of all groups makes the topic that its offsets are kept in.
      await clock.sleep(retryWait);
    }
    throw new Error('The coordinator is not available.');
  };

  /** Where the groups were coordinated that were asked for before: whoever looks at a connector's offsets does it again. */
  const coordinators = new Map<string, Address>();

  const readCommitted = async (
    connection: Connection,
    group: string,
  ): Promise<readonly GroupOffset[] | null> => {
    const {groups} = await answer(
      offsetFetchV8.api.async(connection, [{groupId: group, memberEpoch: -1, topics: null}], false),
    );
    if (groups.some(({errorCode}) => errorCode !== none)) return null;
    return groups.flatMap(({topics}) =>
      topics.flatMap(({name, partitions}) =>
        partitions.flatMap(({partitionIndex, committedOffset, errorCode}) =>
          errorCode === none && committedOffset >= 0n
            ? [{topic: name, partition: partitionIndex, offset: Number(committedOffset)}]
            : [],
        ),
      ),
    );
  };

  return {
    ask,
    withCoordinator,
    describe,
    async createTopic({name, partitions, replicationFactor}) {
      const {controller, brokers} = await describe([]);
      const address = controller ?? brokers[0];
      if (!address) throw new Error('There is no broker to ask for it.');
      const {topics} = await ask(address, connection =>
        answer(
          createTopicsV7.api.async(
            connection,
            [
              {
                name,
                numPartitions: partitions,
                replicationFactor,
                assignments: [],
                configs: [{name: 'cleanup.policy', value: 'compact'}],
              },
            ],
            createTime,
            false,
          ),
        ),
      );
      const made = topics[0];
      if (made && made.errorCode !== none && made.errorCode !== topicExists)
        throw new Error(made.errorMessage ?? `error ${made.errorCode}`);
    },
    async committed(group) {
      const before = coordinators.get(group);
      const known = before && (await ask(before, open => readCommitted(open, group)).catch(() => null));
      if (known) return known;
      return withCoordinator(group, async (connection, address) => {
        coordinators.set(group, address);
        return (await readCommitted(connection, group)) ?? [];
      });
    },
    commit: (group, offsets) =>
      withCoordinator(group, async connection => {
        const byTopic = [...Map.groupBy(offsets, ({topic}) => topic)];
        const {topics} = await answer(
          offsetCommitV8.api.async(
            connection,
            group,
            -1,
            '',
            null,
            byTopic.map(([name, of]) => ({
              name,
              partitions: of.map(({partition, offset}) => ({
                partitionIndex: partition,
                committedOffset: BigInt(offset),
                committedLeaderEpoch: -1,
                committedMetadata: '',
              })),
            })),
          ),
        );
        return topics.every(({partitions}) => partitions.every(({errorCode}) => errorCode === none));
      }),
    deleteGroup: group =>
      withCoordinator(group, async connection => {
        const {results} = await answer(deleteGroupsV2.api.async(connection, [group]));
        return results.every(({errorCode}) => errorCode === none || errorCode === groupNotFound);
      }),
  };
};
