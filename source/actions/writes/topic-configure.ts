import {incrementalAlterConfigs} from '../../clients/kafka/apis.ts';
import {UserError, ValueError} from '../../errors.ts';
import {kafkaTool, quoted} from '../../findings/command-lines.ts';
import type {ConfigEntry} from '../../model/cluster.ts';
import type {Picture} from '../../model/picture.ts';
import {lastValue} from '../../model/reading.ts';
import {partitionsOf} from './groups.ts';
import {controllerLink, outcomeOf, send} from './kafka.ts';
import {readConfigs} from './topic-create.ts';
import type {Write} from './write.ts';

const topicResource = 2;
const setOperation = 0;
const deleteOperation = 1;

const entriesOf = (picture: Picture, name: string): readonly ConfigEntry[] =>
  lastValue(picture.world.configs)?.get(name) ?? [];

const before = (entries: readonly ConfigEntry[], name: string): string => {
  const entry = entries.find(each => each.name === name);
  if (!entry) return '?';
  return `${entry.value ?? '-'}${entry.source === 'topic' ? '' : ` (${entry.source})`}`;
};

/** What a setting is once it is given back, as a topic that has none of its own tells it. */
const fallbackOf = ({world}: Picture, key: string): string => {
  const entries = [...(lastValue(world.configs)?.values() ?? [])].flat();
  const found = entries.find(({name, source}) => name === key && source !== 'topic');
  return found ? `${found.value ?? '-'} (the default)` : 'the default';
};

/** Nothing was written, or what the topic has already. */
const nothingOf = (name: string, set: string): UserError =>
  set.trim() === ''
    ? new ValueError('Nothing is changed.', 'Write name=value, or the name of a setting to give back.')
    : new UserError(`${name} has these settings already.`, 'Nothing is changed.');

/** Changes settings of a topic, each by itself. IncrementalAlterConfigs (key 44): what is not named stays. */
export const topicConfigure = {
  id: 'topic.configure',
  noun: 'topic',
  verb: 'configure',
  title: 'Change the settings of the topic',
  help: 'sets settings of its own, or gives some back to the default of the brokers; all others stay as they are',
  on: 'one',
  fields: [
    {id: 'set', label: 'Set', help: 'name=value,… e.g. retention.ms=60000,min.insync.replicas=2'},
    {id: 'unset', label: 'Unset', help: 'names that go back to the default of the brokers: retention.ms,…'},
  ],
  initial: (picture, name) => ({
    set: entriesOf(picture, name)
      .filter(({source, isReadOnly, value}) => source === 'topic' && !isReadOnly && value !== null)
      .map(entry => `${entry.name}=${entry.value?.includes(',') ? `[${entry.value}]` : entry.value}`)
      .join(','),
  }),
  plan: async (context, [name = ''], {set = '', unset = ''}) => {
    const {picture} = context;
    partitionsOf(picture, name);
    const entries = entriesOf(picture, name);
    const own = new Map(
      entries.filter(({source}) => source === 'topic').map(entry => [entry.name, entry.value]),
    );
    const changed = readConfigs(set).filter(([key, value]) => own.get(key) !== value);
    const removed = unset.split(',').flatMap(text => text.trim() || []);
    const both = removed.find(key => changed.some(([name]) => name === key));
    if (both !== undefined)
      throw new ValueError(`${both} is both set and given back.`, 'Leave out one of the two.');
    if (changed.length + removed.length === 0) throw nothingOf(name, set);
    return {
      question: `Change the settings of ${name}?`,
      consequences: ['Brokers follow at once, without a restart. What is not named stays as it is.'],
      preview: [
        ...changed.map(([key, value]) => ({setting: key, before: before(entries, key), after: value})),
        ...removed.map(key => ({
          setting: key,
          before: before(entries, key),
          after: fallbackOf(picture, key),
        })),
      ],
      typed: null,
      commandLines: [
        kafkaTool(
          picture,
          'kafka-configs',
          [
            `--alter --entity-type topics --entity-name ${quoted(name)}`,
            ...(changed.length > 0
              ? [
                  `--add-config ${quoted(changed.map(([key, value]) => `${key}=${value.includes(',') ? `[${value}]` : value}`).join(','))}`,
                ]
              : []),
            ...(removed.length > 0 ? [`--delete-config ${quoted(removed.join(','))}`] : []),
          ].join(' '),
          '',
        ).line,
      ],
      run: async signal => {
        const configs = [
          ...changed.map(([key, value]) => ({name: key, configOperation: setOperation, value}) as const),
          ...removed.map(key => ({name: key, configOperation: deleteOperation}) as const),
        ];
        const answer = await send(
          controllerLink(context),
          incrementalAlterConfigs,
          [[{resourceType: topicResource, resourceName: name, configs}], false],
          signal,
        );
        return answer.responses.map(({errorCode, errorMessage}) =>
          outcomeOf(name, errorCode, errorMessage, `The settings of ${name} were changed.`),
        );
      },
    };
  },
} as const satisfies Write;
