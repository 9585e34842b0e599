/** The settings of a broker that can be changed while it runs, without those about security. */
const dynamic: ReadonlySet<string> = new Set([
  'advertised.listeners',
  'background.threads',
  'compression.gzip.level',
  'compression.lz4.level',
  'compression.type',
  'compression.zstd.level',
  'listener.security.protocol.map',
  'listeners',
  'log.cleaner.backoff.ms',
  'log.cleaner.dedupe.buffer.size',
  'log.cleaner.delete.retention.ms',
  'log.cleaner.io.buffer.load.factor',
  'log.cleaner.io.buffer.size',
  'log.cleaner.io.max.bytes.per.second',
  'log.cleaner.max.compaction.lag.ms',
  'log.cleaner.min.cleanable.ratio',
  'log.cleaner.min.compaction.lag.ms',
  'log.cleaner.threads',
  'log.cleanup.policy',
  'log.flush.interval.messages',
  'log.flush.interval.ms',
  'log.index.interval.bytes',
  'log.index.size.max.bytes',
  'log.local.retention.bytes',
  'log.local.retention.ms',
  'log.message.downconversion.enable',
  'log.message.timestamp.after.max.ms',
  'log.message.timestamp.before.max.ms',
  'log.message.timestamp.difference.max.ms',
  'log.message.timestamp.type',
  'log.preallocate',
  'log.retention.bytes',
  'log.retention.ms',
  'log.roll.jitter.ms',
  'log.roll.ms',
  'log.segment.bytes',
  'log.segment.delete.delay.ms',
  'max.connection.creation.rate',
  'max.connections',
  'max.connections.per.ip',
  'max.connections.per.ip.overrides',
  'message.max.bytes',
  'metric.reporters',
  'min.insync.replicas',
  'num.io.threads',
  'num.network.threads',
  'num.recovery.threads.per.data.dir',
  'num.replica.fetchers',
  'principal.builder.class',
  'producer.id.expiration.ms',
  'remote.fetch.max.wait.ms',
  'remote.log.index.file.cache.total.size.bytes',
  'remote.log.manager.copy.max.bytes.per.second',
  'remote.log.manager.fetch.max.bytes.per.second',
  'transaction.partition.verification.enable',
  'unclean.leader.election.enable',
]);

/** What a listener's security is made of. */
const isSecurity = (name: string): boolean =>
  /^ssl\.(?!allow\.|principal\.)/.test(name) ||
  /^sasl\.(kerberos\.|login\.refresh\.|jaas\.config$|enabled\.mechanisms$|mechanism\.inter\.broker)/.test(
    name,
  );

export const isDynamic = (name: string): boolean => dynamic.has(name) || isSecurity(name);

/** Settings that each broker has of its own, so that the default of all brokers cannot name them. */
export const isPerBroker = (name: string): boolean =>
  isSecurity(name) ||
  ['advertised.listeners', 'listeners', 'listener.security.protocol.map', 'principal.builder.class'].includes(
    name,
  );
