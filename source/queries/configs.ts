import {describeConfigs} from '../clients/kafka/apis.ts';
import type {CallOptions, Link} from '../clients/kafka/link.ts';
import {kafkaFailure} from '../errors.ts';
import type {ConfigEntry} from '../model/cluster.ts';
import type {Missing} from '../model/reading.ts';
import type {TopicConfigs} from '../model/world.ts';

export const topicResource = 2 as const;
/** Topics per request: an answer has some forty entries for each. */
const batch = 100;

/** Entries that are shown even where they have their default. */
const named: ReadonlySet<string> = new Set([
  'cleanup.policy',
  'compression.type',
  'max.message.bytes',
  'message.timestamp.type',
  'min.insync.replicas',
  'retention.bytes',
  'retention.ms',
  'segment.bytes',
  'segment.ms',
  'unclean.leader.election.enable',
]);

/** Where a value comes from, by the number that stands for it in DescribeConfigs. */
export const configSources: Readonly<Record<number, ConfigEntry['source']>> = {
  1: 'topic',
  2: 'dynamic-broker',
  3: 'dynamic-default',
  4: 'static',
  5: 'default',
};

/**
 * Configurations of topics: every entry that differs from its default, and those that are shown always. Any broker
 * answers for all topics. A topic that is refused is missing; throws a KafkaError where no answer came.
 */
export const readConfigs = async (
  link: Link,
  topics: readonly string[],
  options?: CallOptions,
): Promise<{readonly configs: TopicConfigs; readonly missing: readonly Missing[]}> => {
  const configs = new Map<string, readonly ConfigEntry[]>();
  const missing: Missing[] = [];
  for (let from = 0; from < topics.length; from += batch) {
    const asked = topics
      .slice(from, from + batch)
      .map(resourceName => ({resourceType: topicResource, resourceName, configurationKeys: null}) as const);
    const answer = await link.call(describeConfigs, [asked, false, false], options);
    for (const {errorCode, resourceName, configs: entries} of answer.results) {
      if (errorCode !== 0) missing.push({path: resourceName, ...kafkaFailure(errorCode, resourceName)});
      else
        configs.set(
          resourceName,
          entries
            .map(
              ({name, value, readOnly, configSource, isSensitive}): ConfigEntry => ({
                name,
                value: isSensitive ? null : (value ?? null),
                source: configSources[configSource] ?? 'other',
                isReadOnly: readOnly,
                isSensitive,
              }),
            )
            .filter(({name, source}) => source !== 'default' || named.has(name)),
        );
    }
  }
  return {configs, missing};
};
