import {type Context, defineApi} from '../api.ts';
import {readList, readValuesOrNull, writeList} from '../codec.ts';
import {codes} from '../codes.ts';
import {type Refusal, refuse} from '../refusal.ts';
import {documentationOf} from '../settings/documentation.ts';
import type {ConfigValue} from '../settings/settings.ts';
import {nameProblem} from '../topic-rules.ts';

/*
  DescribeConfigs Request (1-4, flexible from 4) => [resources] include_synonyms include_documentation
    resources => resource_type resource_name [configuration_keys]
      resource_type => INT8                        2 topic, 4 broker, 8 the loggers of a broker, 16 client metrics, 32 group
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
        config_source => INT8                      1 topic, 2 dynamic broker, 3 all brokers, 4 static broker, 5 default
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
  readonly errorMessage: string;
  readonly configs: readonly ConfigValue[];
}

const types = {topic: 2, broker: 4, loggers: 8, clientMetrics: 16} as const;

const brokerValues = (name: string, {cluster, broker}: Context): readonly ConfigValue[] | Refusal => {
  if (cluster.faults.isDenied('cluster')) return refuse(codes.CLUSTER_AUTHORIZATION_FAILED);
  // The empty name stands for what all brokers were told since they run.
  if (name === '') return cluster.settings.brokerValues(null);
  if (!/^-?\d+$/.test(name))
    return refuse(codes.INVALID_REQUEST, `Broker id must be an integer, but it is: ${name}`);
  if (Number(name) !== broker)
    return refuse(
      codes.INVALID_REQUEST,
      `Unexpected broker id, expected ${broker} or empty string, but received ${name}`,
    );
  return cluster.settings.brokerValues(broker);
};

const topicValues = (name: string, {cluster}: Context): readonly ConfigValue[] | Refusal => {
  if (cluster.faults.isDenied('topic', name)) return refuse(codes.TOPIC_AUTHORIZATION_FAILED);
  const problem = nameProblem(name);
  if (problem) return refuse(codes.INVALID_TOPIC_EXCEPTION, problem);
  const topic = cluster.topics.get(name);
  return topic ? cluster.settings.topicValues(topic.configs) : refuse(codes.UNKNOWN_TOPIC_OR_PARTITION, '');
};

const valuesOf = (
  {resourceType, resourceName}: Resource,
  context: Context,
): readonly ConfigValue[] | Refusal => {
  if (resourceType === types.topic) return topicValues(resourceName, context);
  if (resourceType === types.broker) return brokerValues(resourceName, context);
  // There are no loggers here whose level could be asked for, and no clients that were told to report.
  if (resourceType === types.loggers) return [];
  if (resourceType === types.clientMetrics && context.cluster.options.mode === 'kraft') return [];
  return refuse(
    codes.INVALID_REQUEST,
    resourceType === types.clientMetrics
      ? 'Config type client-metrics is only supported on KRaft clusters'
      : `Resource type ${resourceType} is not known here.`,
  );
};

const isRefusal = (found: readonly ConfigValue[] | Refusal): found is Refusal => 'code' in found;

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
    return {resources, includeSynonyms, includeDocumentation: version >= 3 && r.readBoolean()};
  },
  handle: ({resources, includeSynonyms, includeDocumentation}, context) => ({
    includeSynonyms,
    includeDocumentation,
    results: resources.map((resource): Result => {
      const found = valuesOf(resource, context);
      if (isRefusal(found))
        return {...resource, errorCode: found.code, errorMessage: found.message ?? '', configs: []};
      const keys = resource.configurationKeys;
      const configs = keys ? found.filter(({name}) => keys.includes(name)) : found;
      return {...resource, errorCode: codes.NONE, errorMessage: '', configs};
    }),
  }),
  write(w, {results, includeSynonyms, includeDocumentation}, version, f) {
    w.appendInt32(0);
    writeList(w, f, results, (entry, result) => {
      entry.appendInt16(result.errorCode).appendString(result.errorMessage, f);
      entry.appendInt8(result.resourceType).appendString(result.resourceName, f);
      writeList(entry, f, result.configs, (c, config) => {
        c.appendString(config.name, f).appendString(config.isSensitive ? null : config.value, f);
        c.appendBoolean(config.isReadOnly).appendInt8(config.source).appendBoolean(config.isSensitive);
        writeList(c, f, includeSynonyms ? config.synonyms : [], (s, synonym) =>
          s.appendString(synonym.name, f).appendString(synonym.value, f).appendInt8(synonym.source),
        );
        if (version < 3) return;
        c.appendInt8(config.type);
        c.appendString(includeDocumentation ? documentationOf(config.name) : null, f);
      });
    });
  },
});
