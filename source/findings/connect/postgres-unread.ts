import type {Container} from '../../model/container.ts';
import type {Picture} from '../../model/picture.ts';
import {isUnknown} from '../../model/reading.ts';
import {docker, revive} from '../command-lines.ts';
import type {Found, Rule, Subject} from '../finding.ts';
import {ago, container, plural} from '../subjects.ts';
import {postgresHome, statement} from './slots.ts';

/** A container that has ended, or was never there, is a finding of its own, and the cause of this one. */
const explains = ({state}: Container): boolean => state !== 'running' && state !== 'paused';

const connectorsOf = ({pipelines}: Picture): readonly Subject[] =>
  pipelines.flatMap(({connector}): Subject[] =>
    connector === null || isUnknown(connector) ? [] : [{kind: 'connector', id: connector.name}],
  );

/** PostgreSQL, from which changes are captured, cannot be read: nothing is known of its slots. */
export const postgresUnread: Rule = {
  id: 'postgres-unread',
  rule: 'A connector captures changes of PostgreSQL, or a slot waits for one, and the server could not be read.',
  concept:
    'How much log a replication slot keeps, and whether anybody reads from it, only the server itself knows. While it does not answer, capturing may go on by another address, or stand still: its slots are unknown, which is not none.',
  find: picture => {
    const {world, pipelines, now} = picture;
    const {postgres: reading, target} = world;
    if (pipelines.length === 0 || (reading.state !== 'failed' && reading.state !== 'stale')) return [];
    const home = postgresHome(picture);
    if (home && explains(home)) return [];
    const connectors = connectorsOf(picture);
    const [subject = {kind: 'lab', id: 'lab'} as const] = home ? [container(home.name)] : connectors;
    const isPaused = home?.state === 'paused';
    const why = isPaused ? `PostgreSQL’s container ${home.name} is paused.` : reading.error.sentence;
    const old = reading.state === 'stale' ? ` Its slots were last read${ago(reading.at, now)}.` : '';
    const found: Found = {
      severity: 'warning',
      subject,
      also: connectors,
      sentence: `The source of ${plural(pipelines.length, 'pipeline')} cannot be read: ${why}${old}`,
      figures: [
        ['address', target?.postgres ? `${target.postgres.host}:${target.postgres.port}` : '-'],
        ['error', reading.error.sentence],
        ['container', home ? home.state : '-'],
        ['pipelines', pipelines.map(({id}) => id).join(', ')],
      ],
      commands: [
        ...(home && isPaused ? revive(picture, home.name) : []),
        ...statement(picture, 'SELECT 1', 'asks it, and says what it answers'),
        ...(home ? [docker(picture, 'logs --tail 50', home.name, 'shows its last lines')] : []),
      ],
    };
    return [found];
  },
};
