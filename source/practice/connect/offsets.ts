import type {Admin} from './admin.ts';
import type {Connector} from './connector.ts';
import type {Herder} from './herder.ts';
import {badRequest, serverError} from './rest/rest-error.ts';
import type {KeptOffset, Storage} from './storage/storage.ts';

/** A connector's offsets as GET …/offsets tells them, and as PATCH and DELETE set them. */
export interface Offsets {
  read(name: string): Promise<readonly KeptOffset[]>;
  /** Sets some; answers with the worker's words. */
  alter(name: string, offsets: readonly KeptOffset[]): Promise<string>;
  /** Takes all away. */
  reset(name: string): Promise<string>;
}

const groupOf = ({name}: Connector): string => `connect-${name}`;

const requireStopped = ({name, target}: Connector): void => {
  if (target !== 'STOPPED')
    throw badRequest(
      `Connectors must be in the STOPPED state before their offsets can be modified. This can be done for the specified connector by issuing a 'PUT' request to the '/connectors/${name}/stop' endpoint`,
    );
};

const zombie = (name: string, verb: string) =>
  serverError(
    `Failed to ${verb} consumer group offsets for connector ${name} either because its tasks haven't stopped completely yet or the connector was resumed before the request to ${verb} its offsets could be successfully completed. If the connector is in a stopped state, this operation can be safely retried. If it doesn't eventually succeed, the Connect cluster may need to be restarted to get rid of the zombie sink tasks.`,
  );

const sinkPlace = ({partition, offset}: KeptOffset) => {
  const {kafka_topic: topic, kafka_partition: number} = partition;
  if (topic === undefined || number === undefined)
    throw badRequest(
      "The partition for a sink connector offset must contain the keys 'kafka_topic' and 'kafka_partition'",
    );
  if (offset !== null && offset.kafka_offset === undefined)
    throw badRequest(
      "The offset for a sink connector should either be null or contain the key 'kafka_offset'",
    );
  const [at, reached] = [Number(number), offset === null ? null : Number(offset.kafka_offset)];
  if (!Number.isInteger(at) || at < 0)
    throw badRequest(
      `Partition values for sink connectors need to be integers. The provided value ${String(number)} is not valid`,
    );
  if (reached !== null && (!Number.isInteger(reached) || reached < 0))
    throw badRequest(
      `Offset values for sink connectors need to be non-negative integers. The provided value ${String(offset?.kafka_offset)} is not valid`,
    );
  return {topic: String(topic), partition: at, offset: reached};
};

export const createOffsets = (herder: Herder, storage: Storage, admin: Admin): Offsets => {
  const alterSink = async (connector: Connector, offsets: readonly KeptOffset[]): Promise<void> => {
    const places = offsets.map(sinkPlace);
    const set = places.flatMap(({offset, ...place}) => (offset === null ? [] : [{...place, offset}]));
    const gone = new Set(
      places.flatMap(({offset, topic, partition}) => (offset === null ? [`${topic} ${partition}`] : [])),
    );
    if (gone.size > 0) {
      // What stays is written again: a group's commits go as a whole.
      const kept = (await admin.committed(groupOf(connector))).filter(
        ({topic, partition}) =>
          !gone.has(`${topic} ${partition}`) &&
          !set.some(one => one.topic === topic && one.partition === partition),
      );
      if (!(await admin.deleteGroup(groupOf(connector)))) throw zombie(connector.name, 'alter');
      set.push(...kept);
    }
    if (set.length > 0 && !(await admin.commit(groupOf(connector), set)))
      throw zombie(connector.name, 'alter');
  };

  const alterSource = async (connector: Connector, offsets: readonly KeptOffset[]): Promise<void> => {
    const {runs} = connector.plugin;
    for (const {partition, offset} of offsets) {
      const wrong = runs?.type === 'source' ? runs.checkOffset?.(partition, offset) : undefined;
      if (wrong !== undefined) throw serverError(wrong);
    }
    await storage.keepOffsets(connector.name, offsets);
  };

  return {
    async read(name) {
      const connector = herder.find(name);
      if (connector.plugin.type === 'source') return storage.offsets(name);
      return (await admin.committed(groupOf(connector))).map(({topic, partition, offset}) => ({
        partition: {kafka_partition: partition, kafka_topic: topic},
        offset: {kafka_offset: offset},
      }));
    },
    alter: (name, offsets) =>
      herder.inTurn(async () => {
        const connector = herder.find(name);
        requireStopped(connector);
        await (connector.plugin.type === 'sink' ? alterSink : alterSource)(connector, offsets);
        return 'The offsets for this connector have been altered successfully';
      }),
    reset: name =>
      herder.inTurn(async () => {
        const connector = herder.find(name);
        requireStopped(connector);
        if (connector.plugin.type === 'sink') {
          if (!(await admin.deleteGroup(groupOf(connector)))) throw zombie(name, 'reset');
        } else
          await storage.keepOffsets(
            name,
            storage.offsets(name).map(({partition}) => ({partition, offset: null})),
          );
        return 'The offsets for this connector have been reset successfully';
      }),
  };
};
