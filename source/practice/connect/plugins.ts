import type {ConnectorClass} from './connectors/connector-class.ts';
import {connectorClasses} from './connectors/index.ts';
import {RestError} from './rest/rest-error.ts';
import {type Mode, version} from './settings.ts';

/** A plugin as the worker lists it; one without a class of ours cannot be run here. */
export interface Plugin {
  readonly className: string;
  readonly type: 'source' | 'sink';
  readonly version: string;
  readonly location: string;
  readonly runs: ConnectorClass | null;
}

const mirror = (name: string): Plugin => ({
  className: `org.apache.kafka.connect.mirror.Mirror${name}Connector`,
  type: 'source',
  version,
  location: 'classpath',
  runs: null,
});

const order = (a: Plugin, b: Plugin): number =>
  a.type === b.type ? (a.className < b.className ? -1 : 1) : a.type === 'sink' ? -1 : 1;

/** What a worker lists, in its order: sinks, then sources, by name. */
export const pluginsOf = (mode: Mode): readonly Plugin[] => {
  const here = connectorClasses.filter(({modes}) => modes?.includes(mode) ?? true);
  const own = here.map(runs => ({
    className: runs.className,
    type: runs.type,
    version: runs.version,
    location: runs.location,
    runs,
  }));
  const listed = [...own, ...['Checkpoint', 'Heartbeat', 'Source'].map(mirror)];
  return listed
    .filter(({className}, at) => listed.findIndex(other => other.className === className) === at)
    .sort(order);
};

const namesOf = ({className}: Plugin): readonly string[] => {
  const short = className.split('.').at(-1) ?? className;
  return [className, short, short.replace(/Connector$/, '')];
};

export const findPlugin = (plugins: readonly Plugin[], name: string): Plugin | undefined =>
  plugins.find(plugin => namesOf(plugin).includes(name));

const described = ({className, type, version: own, location}: Plugin): string =>
  `PluginDesc{klass=class ${className}, name='${className}', version='${own}', encodedVersion=${own}, type=${type}, typeName='${type}', location='${location}'}`;

/** What a worker answers to a class that it has not. */
export const noSuchPlugin = (plugins: readonly Plugin[], name: string): RestError => {
  const sorted = [...plugins].sort((a, b) => (a.className < b.className ? -1 : 1));
  return new RestError(
    500,
    `Failed to find any class that implements Connector and which name matches ${name}, available connectors are: ${sorted.map(described).join(', ')}`,
  );
};
