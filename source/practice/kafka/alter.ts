import type {Context} from './api.ts';
import {codes} from './codes.ts';
import {type Refusal, refuse} from './refusal.ts';
import {quotaSettings} from './settings/broker.ts';
import {isDynamic, isPerBroker} from './settings/dynamic.ts';
import {brokerSetting, partsOf, topicSetting, valueProblem} from './settings/rules.ts';
import {type Setting, settingTypes} from './settings/setting.ts';
import type {Words} from './words.ts';

/** A topic or a broker whose settings are changed. Types by Kafka's numbers: 2 topic, 4 broker. */
export interface Resource {
  readonly type: number;
  readonly name: string;
}

/** One change: 0 set, 1 delete, 2 append to a list, 3 subtract from a list. */
export interface Change {
  readonly name: string;
  readonly operation: number;
  readonly value: string | null;
}

export const operations = {set: 0, delete: 1, append: 2, subtract: 3} as const;
export const resources = {topic: 2, broker: 4} as const;

const isRefusal = <T extends object>(found: T | Refusal): found is Refusal => 'code' in found;

/** The settings that are changed, as they are set now, or why they cannot be. */
const settingsOf = ({type, name}: Resource, {cluster, broker}: Context): Map<string, string> | Refusal => {
  if (type === resources.topic) {
    if (cluster.faults.isDenied('topic', name)) return refuse(codes.TOPIC_AUTHORIZATION_FAILED);
    return (
      cluster.topics.get(name)?.configs ??
      refuse(codes.UNKNOWN_TOPIC_OR_PARTITION, `The topic '${name}' does not exist.`)
    );
  }
  if (type !== resources.broker) return refuse(codes.INVALID_REQUEST, `Unknown resource type ${type}`);
  if (cluster.faults.isDenied('cluster')) return refuse(codes.CLUSTER_AUTHORIZATION_FAILED);
  if (name !== '' && !/^-?\d+$/.test(name))
    return refuse(codes.INVALID_REQUEST, `Node id must be an integer, but it is: ${name}`);
  if (name !== '' && Number(name) !== broker)
    return refuse(codes.INVALID_REQUEST, `Unexpected broker id, expected ${broker}, but received ${name}`);
  return cluster.settings.dynamic(name);
};

const settingOf = (resource: Resource, name: string): Setting | undefined =>
  resource.type === resources.topic
    ? topicSetting(name)
    : (brokerSetting(name) ?? quotaSettings.find(setting => setting.name === name));

const brokerProblem = (changes: readonly Change[], {name}: Resource, words: Words): string | null => {
  const fixed = changes.filter(change => brokerSetting(change.name) && !isDynamic(change.name));
  const listed = (found: readonly Change[]): string => words.listed(found.map(change => change.name));
  if (fixed.length > 0) return `Cannot update these configs dynamically: ${listed(fixed)}`;
  const own = name === '' ? changes.filter(change => isPerBroker(change.name)) : [];
  return own.length > 0
    ? `Cannot update these configs at default cluster level, broker id must be specified: ${listed(own)}`
    : null;
};

/** The value after a change; null where it is not set any more. */
const changedValue = (change: Change, before: string): string | null => {
  const value = change.value ?? '';
  if (change.operation === operations.delete) return null;
  if (change.operation === operations.set) return value;
  const [parts, other] = [partsOf(before), partsOf(value)];
  const rest = parts.filter(part => change.operation === operations.append || !other.includes(part));
  const more = change.operation === operations.append ? other.filter(part => !parts.includes(part)) : [];
  return [...rest, ...more].join(',');
};

const changeProblem = (
  resource: Resource,
  change: Change,
  value: string | null,
  words: Words,
): Refusal | null => {
  const setting = settingOf(resource, change.name);
  const isTopic = resource.type === resources.topic;
  if (!setting)
    return isTopic ? refuse(codes.INVALID_CONFIG, `Unknown topic config name: ${change.name}`) : null;
  const isListChange = change.operation === operations.append || change.operation === operations.subtract;
  if (isListChange && setting.type !== settingTypes.list) {
    const verb = change.operation === operations.append ? 'append' : 'subtract';
    return refuse(codes.INVALID_CONFIG, words.notAList(verb, change.name));
  }
  const problem = value === null ? null : valueProblem(setting, value);
  if (!problem) return null;
  return isTopic
    ? refuse(codes.INVALID_CONFIG, words.badTopicConfig(resource.name, problem))
    : refuse(codes.INVALID_REQUEST, problem);
};

const requestProblem = (resource: Resource, changes: readonly Change[], words: Words): Refusal | null => {
  if (changes.some(({operation}) => operation < operations.set || operation > operations.subtract))
    return refuse(codes.UNKNOWN_SERVER_ERROR);
  if (new Set(changes.map(({name}) => name)).size !== changes.length)
    return refuse(codes.INVALID_REQUEST, 'Error due to duplicate config keys');
  const empty = changes.filter(({operation, value}) => operation !== operations.delete && value === null);
  if (empty.length > 0)
    return refuse(
      codes.INVALID_REQUEST,
      `Null value not supported for : ${empty.map(({name}) => name).join(',')}`,
    );
  const problem = resource.type === resources.broker ? brokerProblem(changes, resource, words) : null;
  return problem ? refuse(codes.INVALID_REQUEST, problem) : null;
};

/**
 * Changes settings, all or none. `replaces` sets those that are not named back to their defaults, as the older
 * AlterConfigs does. Returns why it was refused, or a refusal with code 0.
 */
export const alter = (
  resource: Resource,
  changes: readonly Change[],
  how: {readonly replaces: boolean; readonly validateOnly: boolean},
  context: Context,
): Refusal => {
  const settings = settingsOf(resource, context);
  if (isRefusal(settings)) return settings;
  const problem = requestProblem(resource, changes, context.cluster.words);
  if (problem) return problem;
  const after = new Map(how.replaces ? [] : settings);
  for (const change of changes) {
    const {name} = change;
    const before = after.get(name) ?? settingOf(resource, name)?.value ?? '';
    const value = changedValue(change, before);
    const refusal = changeProblem(resource, change, value, context.cluster.words);
    if (refusal) return refusal;
    if (value === null) after.delete(name);
    else after.set(name, value);
  }
  if (how.validateOnly) return refuse(codes.NONE);
  settings.clear();
  for (const [name, value] of after) settings.set(name, value);
  return refuse(codes.NONE);
};
