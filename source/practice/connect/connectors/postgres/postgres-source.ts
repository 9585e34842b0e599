import type {SourceClass} from '../connector-class.ts';
import {lackingSettings, postgresFields} from './fields.ts';
import {openSql, sqlThrown} from './sql.ts';
import {stand} from './stand.ts';
import {openTask} from './task.ts';

const lacking = (what: string): string => `${what} does not run in the practice lab.`;

const both = (kind: string): string =>
  `The '${kind}.exclude.list' value is invalid: "${kind}.include.list" is already specified`;

/**
 * Goes by the name and the settings of Debezium's connector for PostgreSQL: the rows of tables become events, and then
 * each change of them. Where the real one reads a replication slot, this one reads what triggers have noted.
 */
export const postgresSource: SourceClass = {
  type: 'source',
  className: 'io.debezium.connector.postgresql.PostgresConnector',
  version: stand.version,
  location: 'file:/kafka/connect/debezium-connector-postgres/',
  modes: ['distributed'],
  taskClassName: 'io.debezium.connector.postgresql.PostgresConnectorTask',
  fields: postgresFields,
  tasks: () => 1,
  check(config) {
    const found: Record<string, readonly string[]> = {};
    for (const kind of ['table', 'schema'])
      if (config[`${kind}.include.list`] && config[`${kind}.exclude.list`])
        found[`${kind}.exclude.list`] = [both(kind)];
    const mode = config['snapshot.mode'] ?? '';
    if (['configuration_based', 'custom'].includes(mode))
      found['snapshot.mode'] = [lacking(`The snapshot mode ${mode}`)];
    for (const [name, value] of Object.entries(config))
      if (
        (lackingSettings[name] !== undefined && value !== lackingSettings[name]) ||
        name.startsWith('column.') ||
        name.startsWith('datatype.')
      )
        found[name] = [lacking(`The setting ${name}`)];
    return found;
  },
  async probe(config, hosts) {
    const ending = new AbortController();
    try {
      await (await openSql(config, hosts, ending.signal)).close();
      return {};
    } catch (error) {
      const {message} = sqlThrown(error, config['database.hostname'] ?? '');
      return {'database.hostname': [`Error while validating connector config: ${message}`]};
    } finally {
      ending.abort();
    }
  },
  open: openTask,
  checkOffset: partition =>
    'server' in partition ? undefined : "Partition objects should contain the key 'server'",
};
