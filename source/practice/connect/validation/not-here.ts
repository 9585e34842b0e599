import type {Plugin} from '../plugins.ts';
import type {RawConfig} from '../settings.ts';

/** What the real worker would do for a configuration and this one cannot: it is refused, rather than left out in silence. */
const lacking = (what: string): string => `${what} does not run in the practice lab.`;

/** Each is a client of the brokers, in one process. */
const mostTasks = 32;

const aliasesOf = (list: string | null | undefined): readonly string[] =>
  (list ?? '').split(',').flatMap(alias => (alias.trim() === '' ? [] : [alias.trim()]));

/** The converters that there are here; the others of Kafka Connect are known, and not there. */
const converters = /(^|\.)(String|Json|Simple|SimpleHeader)(Converter)?$/;

/** A chain of transformations, or of the conditions that they depend on: what is wrong with each of its classes. */
const chain = (
  config: RawConfig,
  kind: 'transforms' | 'predicates',
): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(
    aliasesOf(config[kind]).map(alias => {
      const name = `${kind}.${alias}.type`;
      const type = config[name];
      if (type === undefined || type === null)
        return [name, [`Missing required configuration "${name}" which has no default value.`]];
      const isKnown = /^(org\.apache\.kafka\.connect|io\.debezium)\./.test(type);
      return [
        name,
        [
          isKnown
            ? lacking(type)
            : `Invalid value ${type} for configuration ${name}: Class ${type} could not be found.`,
        ],
      ];
    }),
  );

/** By field, what the practice lab has not. */
export const notHere = (plugin: Plugin, config: RawConfig): Readonly<Record<string, readonly string[]>> => {
  const settings = [
    ...(plugin.type === 'sink'
      ? ['errors.deadletterqueue.topic.name']
      : ['topic.creation.groups', 'offsets.storage.topic']),
    ...Object.keys(config).filter(name => name.startsWith('topic.creation.default.')),
  ].filter(name => config[name]);
  const classes = ['key', 'value', 'header']
    .map(part => `${part}.converter`)
    .flatMap(name => {
      const className = config[name];
      return className && !converters.test(className) ? [[name, className] as const] : [];
    });
  return {
    ...chain(config, 'transforms'),
    ...chain(config, 'predicates'),
    ...Object.fromEntries(settings.map(name => [name, [lacking(`The setting ${name}`)]])),
    ...Object.fromEntries(classes.map(([name, className]) => [name, [lacking(className)]])),
    ...(Number(config['tasks.max'] ?? 1) > mostTasks
      ? {'tasks.max': [`The practice lab runs ${mostTasks} tasks of a connector at most.`]}
      : {}),
    ...(plugin.runs ? {} : {'connector.class': [lacking(plugin.className)]}),
  };
};
