import {type Context, defineApi} from '../api.ts';
import {readList, readValuesOrNull, writeList} from '../codec.ts';
import {codes} from '../codes.ts';
import {brokerConfigs, type ConfigValue, topicConfigs} from '../configs.ts';

/*
  DescribeConfigs Request (1-4, flexible from 4) => [resources] include_synonyms include_documentation
    resources => resource_type resource_name [configuration_keys]
      resource_type => INT8                        2 topic, 4 broker
      resource_name => STRING
      configuration_keys => STRING                 null: all
    include_synonyms => BOOLEAN
    include_documentation => BOOLEAN (3+)

  DescribeConfigs Response => throttle_time_ms [results]
    throttle_time_ms => INT32
    results => error_code error_message resource_type resource_name [configs]
      error_code => INT16
      error_message => NULLABLE_STRING
      resource_type => INT8
      resource_name => STRING
      configs => name value read_only config_source is_sensitive [synonyms] config_type documentation
        name => STRING
        value => NULLABLE_STRING                   null where it is sensitive
        read_only => BOOLEAN
        config_source => INT8                      1 topic, 2 dynamic broker, 4 static broker, 5 default
        is_sensitive => BOOLEAN
        synonyms => name STRING, value NULLABLE_STRING, source INT8
        config_type => INT8 (3+)
        documentation => NULLABLE_STRING (3+)
*/

interface Resource {
  readonly resourceType: number;
  readonly resourceName: string;
  readonly configurationKeys: readonly string[] | null;
}

interface Result extends Resource {
  readonly errorCode: number;
  readonly configs: readonly ConfigValue[];
}

const types = {topic: 2, broker: 4} as const;

const configsOf = (
  {resourceType, resourceName}: Resource,
  context: Context,
): readonly ConfigValue[] | number => {
  const {cluster, broker} = context;
  const {options, faults} = cluster;
  if (resourceType === types.topic) {
    if (faults.isDenied('topic', resourceName)) return codes.TOPIC_AUTHORIZATION_FAILED;
    const topic = cluster.topics.get(resourceName);
    return topic ? topicConfigs(topic.configs, options.configs) : codes.UNKNOWN_TOPIC_OR_PARTITION;
  }
  if (resourceType !== types.broker) return codes.INVALID_REQUEST;
  if (faults.isDenied('cluster')) return codes.CLUSTER_AUTHORIZATION_FAILED;
  // The empty name stands for the defaults of all brokers, of which none is set.
  if (resourceName === '') return [];
  return resourceName === String(broker)
    ? brokerConfigs(options.configs, {'broker.id': resourceName})
    : codes.INVALID_REQUEST;
};

export const describeConfigs = defineApi({
  key: 32,
  name: 'DescribeConfigs',
  versions: [1, 4],
  flexible: 4,
  read(r, version, f) {
    const resources = readList(
      r,
      f,
      (entry): Resource => ({
        resourceType: entry.readInt8(),
        resourceName: entry.readString(f),
        configurationKeys: readValuesOrNull(entry, f, value => value.readString(f)),
      }),
    );
    const includeSynonyms = r.readBoolean();
    if (version >= 3) r.readBoolean();
    return {resources, includeSynonyms};
  },
  handle: ({resources, includeSynonyms}, context) => ({
    includeSynonyms,
    results: resources.map((resource): Result => {
      const configs = configsOf(resource, context);
      if (typeof configs === 'number') return {...resource, errorCode: configs, configs: []};
      const keys = resource.configurationKeys;
      const wanted = keys ? configs.filter(({name}) => keys.includes(name)) : configs;
      return {...resource, errorCode: codes.NONE, configs: wanted};
    }),
  }),
  write(w, {results, includeSynonyms}, version, f) {
    w.appendInt32(0);
    writeList(w, f, results, (entry, result) => {
      entry.appendInt16(result.errorCode).appendString(null, f);
      entry.appendInt8(result.resourceType).appendString(result.resourceName, f);
      writeList(entry, f, result.configs, (c, config) => {
        c.appendString(config.name, f).appendString(config.value, f).appendBoolean(config.isReadOnly);
        c.appendInt8(config.source).appendBoolean(config.isSensitive);
        writeList(c, f, includeSynonyms ? config.synonyms : [], (s, synonym) =>
          s.appendString(synonym.name, f).appendString(synonym.value, f).appendInt8(synonym.source),
        );
        if (version >= 3) c.appendInt8(config.type).appendString(null, f);
      });
    });
  },
});
