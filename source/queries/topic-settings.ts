import {describeConfigs} from '../clients/kafka/apis.ts';
import type {KafkaClient} from '../clients/kafka/client.ts';
import type {Link} from '../clients/kafka/link.ts';
import {kafkaFailure, UserError} from '../errors.ts';
import {type Known, unknown} from '../model/reading.ts';
import type {TopicSetting} from '../model/topic-setting.ts';
import {askMetadata} from './any-metadata.ts';
import {configSources, topicResource} from './configs.ts';

/** Other topics that are asked for a value of the brokers'. */
const most = 20;

/** Kafka writes its documentation as HTML. */
const plainText = (text: string | null | undefined): string | null =>
  text
    ?.replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/ ([.,;:])/g, '$1')
    .trim() || null;

const isOwn = ({configSource}: {readonly configSource: number}): boolean =>
  configSources[configSource] === 'topic';

const ask = async (link: Link, topics: readonly string[], names: readonly string[] | null) => {
  const configurationKeys = names === null ? null : [...names];
  const asked = topics.map(
    resourceName => ({resourceType: topicResource, resourceName, configurationKeys}) as const,
  );
  return (await link.call(describeConfigs, [asked, true, true])).results;
};

/**
 * What settings are for topics that have none of their own. A broker does not say it for every one that a topic has
 * itself (its own retention.ms hides it), but any topic without does.
 */
const defaultsFrom = async (
  link: Link,
  topics: readonly string[],
  names: readonly string[],
): Promise<ReadonlyMap<string, string | null>> => {
  if (names.length === 0 || topics.length === 0) return new Map();
  const others = await ask(link, topics.slice(0, most), names);
  return new Map(
    others
      .flatMap(({configs}) => configs)
      .filter(config => !isOwn(config))
      .map(({name, value}) => [name, value ?? null] as const),
  );
};

/** What somebody chose comes before what nobody did. */
const rankOf = ({source}: TopicSetting): number => (source === 'topic' ? 0 : source === 'default' ? 2 : 1);

/**
 * All settings of a topic: its own first, then what somebody set for the brokers, then by name, each with what it would
 * be without a value of the topic's own and what it does. Throws a UserError where the topic is refused, a KafkaError
 * where no broker answers.
 */
export const readTopicSettings = async (
  client: KafkaClient,
  topic: string,
): Promise<readonly TopicSetting[]> => {
  const {link, metadata} = await askMetadata(client, {known: []});
  const [answer] = await ask(link, [topic], null);
  if (answer === undefined || answer.errorCode !== 0)
    throw new UserError(
      kafkaFailure(answer?.errorCode ?? -1, topic).sentence,
      'kafka-lab topics lists those that there are.',
    );
  const own = answer.configs.filter(isOwn).map(({name}) => name);
  const others = metadata.topics.map(({name}) => name).filter(name => name !== topic);
  const defaults = await defaultsFrom(link, others, own);
  const defaultOf = (config: (typeof answer.configs)[number]): Known<string | null> => {
    const {name, value, isSensitive, synonyms} = config;
    if (isSensitive) return null;
    if (!own.includes(name)) return value ?? null;
    // log.cleanup.policy is the same in the broker's words; log.retention.hours is another unit.
    const same = synonyms.find(each => each.name !== name && each.name.endsWith(name));
    const found = defaults.get(name) ?? same?.value;
    return found ?? unknown('not-read', `No topic without a ${name} of its own tells its default.`);
  };
  return answer.configs
    .map(
      (config): TopicSetting => ({
        name: config.name,
        value: config.isSensitive ? null : (config.value ?? null),
        source: configSources[config.configSource] ?? 'other',
        isReadOnly: config.readOnly,
        isSensitive: config.isSensitive,
        default: defaultOf(config),
        meaning: plainText(config.documentation),
      }),
    )
    .sort((a, b) => rankOf(a) - rankOf(b) || (a.name < b.name ? -1 : 1));
};
