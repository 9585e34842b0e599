import {brokerSettings, quotaSettings} from './broker.ts';
import {isDynamic} from './dynamic.ts';
import {inKraft} from './kraft.ts';
import {password, type Setting, settingTypes} from './setting.ts';
import {brokerNameOf, topicSettings} from './topic.ts';

/** Where a setting's value comes from, by Kafka's numbers. */
const sources = {topic: 1, broker: 2, allBrokers: 3, static: 4, default: 5} as const;

interface Synonym {
  readonly name: string;
  readonly value: string | null;
  readonly source: number;
}

/** A setting as DescribeConfigs gives it; the synonyms are all values that it has, the one that counts first. */
export interface ConfigValue extends Synonym {
  readonly type: number;
  readonly isReadOnly: boolean;
  readonly isSensitive: boolean;
  readonly synonyms: readonly Synonym[];
}

type Configs = ReadonlyMap<string, string>;

/** What all settings are at the moment: those that brokers were started with, and those changed since. */
export interface Settings {
  /** What was changed while it ran, by broker id as text; the empty name stands for all brokers. To be written to. */
  dynamic(broker: string): Map<string, string>;
  /** A broker's setting; without an id what all brokers have. Empty where there is none. */
  broker(name: string, id?: number): string;
  /** A topic's setting, of `configs` or what follows from the brokers'. */
  topic(configs: Configs, name: string): string;
  topicValues(configs: Configs): readonly ConfigValue[];
  /** All of one broker; of all brokers, for null, only what was changed. */
  brokerValues(id: number | null): readonly ConfigValue[];
}

const described = (setting: Setting, isReadOnly: boolean, set: readonly Synonym[]): ConfigValue => {
  const {name, type} = setting;
  const isSensitive = type === settingTypes.password;
  const synonyms = isSensitive ? set.map(synonym => ({...synonym, value: null})) : set;
  const {value, source} = synonyms[0] ?? {value: setting.value, source: sources.default};
  return {name, type, isReadOnly, isSensitive, value, source, synonyms};
};

const hourMs = 3_600_000;

/** Settings that can also be given in larger units, the largest last, in milliseconds. */
const inOtherUnits: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  'log.retention.ms': {'log.retention.minutes': 60_000, 'log.retention.hours': hourMs},
  'log.roll.ms': {'log.roll.hours': hourMs},
};

/** `fixed` is what all brokers were started with. */
export const createSettings = (
  fixed: Readonly<Record<string, string>>,
  mode: 'zookeeper' | 'kraft' = 'zookeeper',
): Settings => {
  const ofBrokers = mode === 'kraft' ? inKraft(brokerSettings) : brokerSettings;
  const ofTopics = mode === 'kraft' ? inKraft(topicSettings) : topicSettings;
  const changed = new Map<string, Map<string, string>>();
  const brokerByName = new Map([...ofBrokers, ...quotaSettings].map(setting => [setting.name, setting]));
  const topicByName = new Map(ofTopics.map(setting => [setting.name, setting]));

  const synonymsOf = (name: string, id: number | undefined): readonly Synonym[] => {
    const found: Synonym[] = [];
    const add = (value: string | null | undefined, source: number, as = name): void => {
      if (value !== undefined && value !== null) found.push({name: as, value, source});
    };
    if (id !== undefined) add(changed.get(String(id))?.get(name), sources.broker);
    add(changed.get('')?.get(name), sources.allBrokers);
    add(fixed[name], sources.static);
    for (const [other, unit] of Object.entries(inOtherUnits[name] ?? {})) {
      const value = fixed[other];
      if (value !== undefined) add(String(Number(value) * unit), sources.static, other);
    }
    add(brokerByName.get(name)?.value, sources.default);
    return found;
  };

  const topicSynonyms = (configs: Configs, name: string): readonly Synonym[] => {
    const own = configs.get(name);
    const inherited = brokerNameOf[name] === undefined ? [] : synonymsOf(brokerNameOf[name], undefined);
    return own === undefined ? inherited : [{name, value: own, source: sources.topic}, ...inherited];
  };

  const unknownOf = (names: Iterable<string>): readonly Setting[] =>
    // Kafka hides what it does not know: it could be a secret.
    [...names].filter(name => !brokerByName.has(name)).map(name => password(name));

  return {
    dynamic(broker) {
      const found = changed.get(broker) ?? new Map<string, string>();
      changed.set(broker, found);
      return found;
    },
    broker: (name, id) => synonymsOf(name, id)[0]?.value ?? '',
    topic: (configs, name) => topicSynonyms(configs, name)[0]?.value ?? topicByName.get(name)?.value ?? '',
    topicValues: configs =>
      ofTopics.map(setting => described(setting, false, topicSynonyms(configs, setting.name))),
    brokerValues(id) {
      const set = changed.get(id === null ? '' : String(id)) ?? new Map<string, string>();
      const quotas = quotaSettings.filter(({name}) => set.has(name));
      if (id === null) {
        const known = ofBrokers.filter(({name}) => set.has(name));
        return [...known, ...quotas, ...unknownOf(set.keys())].map(setting =>
          described(setting, false, synonymsOf(setting.name, undefined)),
        );
      }
      const own: Readonly<Record<string, string>> = {'broker.id': String(id), 'node.id': String(id)};
      return [...ofBrokers, ...quotas, ...unknownOf([...Object.keys(fixed), ...set.keys()])].map(setting => {
        const mine = own[setting.name];
        const first = mine === undefined ? [] : [{name: setting.name, value: mine, source: sources.static}];
        const isReadOnly =
          !isDynamic(setting.name) && brokerByName.has(setting.name) && !quotas.includes(setting);
        return described(setting, isReadOnly, [...first, ...synonymsOf(setting.name, id)]);
      });
    },
  };
};
