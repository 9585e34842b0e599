import type {Setting} from './setting.ts';

/** Settings of Kafka 3.9 that 4.x does not have any more. */
const gone: ReadonlySet<string> = new Set([
  'alter.config.policy.kraft.compatibility.enable',
  'auto.include.jmx.reporter',
  'broker.id.generation.enable',
  'control.plane.listener.name',
  'controlled.shutdown.max.retries',
  'controlled.shutdown.retry.backoff.ms',
  'delegation.token.master.key',
  'eligible.leader.replicas.enable',
  'group.share.max.groups',
  'inter.broker.protocol.version',
  'leader.imbalance.per.broker.percentage',
  'log.message.downconversion.enable',
  'log.message.format.version',
  'log.message.timestamp.difference.max.ms',
  'message.downconversion.enable',
  'message.format.version',
  'message.timestamp.difference.max.ms',
  'offsets.commit.required.acks',
  'reserved.broker.max.id',
]);

const isGone = (name: string): boolean => gone.has(name) || /^(zookeeper|password\.encoder)\./.test(name);

/** Defaults that 4.x has changed. */
const changed: Readonly<Record<string, string>> = {
  'group.consumer.assignors': 'uniform,range',
  'group.coordinator.append.linger.ms': '-1',
  'group.coordinator.rebalance.protocols': 'classic,consumer,streams',
  'group.coordinator.threads': '4',
  'group.share.partition.max.record.locks': '2000',
  'log.message.timestamp.after.max.ms': '3600000',
  'message.timestamp.after.max.ms': '3600000',
  'num.recovery.threads.per.data.dir': '2',
  'remote.log.manager.copier.thread.pool.size': '10',
  'remote.log.manager.expiration.thread.pool.size': '10',
  'remote.log.manager.thread.pool.size': '2',
};

/** The settings as a KRaft cluster of 4.x has them; those that are new there are left out. */
export const inKraft = (settings: readonly Setting[]): readonly Setting[] =>
  settings
    .filter(({name}) => !isGone(name))
    .map(setting => ({...setting, value: changed[setting.name] ?? setting.value}));
