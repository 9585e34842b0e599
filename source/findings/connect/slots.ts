import {bytesText} from '../../format/bytes.ts';
import type {Connector} from '../../model/connector.ts';
import type {Container} from '../../model/container.ts';
import type {Picture} from '../../model/picture.ts';
import type {Pipeline} from '../../model/pipeline.ts';
import type {ReplicationSlot} from '../../model/postgres.ts';
import {isUnknown} from '../../model/reading.ts';
import {docker, ours, quoted} from '../command-lines.ts';
import type {CommandLine, Figure, Subject} from '../finding.ts';

export interface PlacedSlot {
  readonly slot: ReplicationSlot;
  /** Null where it is known that no connector reads from it; undefined where that is not known. */
  readonly connector: Connector | null | undefined;
  readonly pipeline: Pipeline;
}

/** Every slot that was read, with the connector that it belongs to. */
export const slotsOf = ({pipelines}: Picture): readonly PlacedSlot[] =>
  pipelines.flatMap(pipeline => {
    const {slot, connector} = pipeline;
    if (slot === null || isUnknown(slot)) return [];
    return [{slot, connector: isUnknown(connector) ? undefined : connector, pipeline}];
  });

/** The connector of a slot is what can be acted on; without one it is the slot. */
export const subjectOf = ({slot, connector}: PlacedSlot): Subject =>
  connector ? {kind: 'connector', id: connector.name} : {kind: 'slot', id: slot.name};

export const alsoSlot = ({slot, connector}: PlacedSlot): readonly Subject[] =>
  connector ? [{kind: 'slot', id: slot.name}] : [];

const bytes = (value: number | null): string => (value === null ? '-' : bytesText(value));

export const heldText = ({heldBytes}: ReplicationSlot): string =>
  heldBytes === null ? 'log' : `${bytesText(heldBytes)} of log`;

export const slotFigures = ({slot, connector}: PlacedSlot): readonly Figure[] => [
  ['slot', slot.name],
  ['read by', slot.isActive ? 'somebody, now' : 'nobody, now'],
  ['connector', connector === undefined ? '?' : (connector?.name ?? '-')],
  ['confirmed up to', slot.confirmedLsn ?? '-'],
  ['behind by', bytes(slot.lagBytes)],
  ['log kept from', slot.restartLsn ?? '-'],
  ['log kept', bytes(slot.heldBytes)],
  ['wal_status', slot.walStatus ?? '-'],
];

/** What names the server of a named cluster; the password stays in the environment. */
const serverFlags = ({world}: Picture, isChange: boolean): string => {
  if (world.target?.kind !== 'cluster' || !world.target.postgres) return '';
  const {host, port, user, database} = world.target.postgres;
  const url = `postgresql://${encodeURIComponent(user)}@${host}:${port}/${encodeURIComponent(database)}`;
  return ` --postgres ${quoted(url)}${isChange ? ' --write' : ''}`;
};

/** The container of a lab's PostgreSQL: of one that is known by an address alone there is none. */
export const postgresHome = ({world, containers, absent}: Picture): Container | undefined =>
  world.target?.kind === 'lab'
    ? [...containers, ...absent].find(({name, service}) => name === 'postgres' || service === 'postgres')
    : undefined;

/** A statement as a command line: ours, and psql's in the container of a real lab. */
export const statement = (
  picture: Picture,
  sql: string,
  does: string,
  isChange = false,
): readonly CommandLine[] => {
  const home = postgresHome(picture);
  const exec = home && home.state !== 'missing' && docker(picture, 'exec', home.name, does);
  return [
    ours(picture, `sql ${quoted(sql)}${serverFlags(picture, isChange)}`, does),
    ...(exec ? [{line: `${exec.line} psql -U postgres -c ${quoted(sql)}`, does}] : []),
  ];
};

export const showSlots = (picture: Picture): readonly CommandLine[] =>
  statement(
    picture,
    'SELECT slot_name, active, restart_lsn, confirmed_flush_lsn, wal_status FROM pg_replication_slots',
    'lists the slots and where they are',
  );

/** A text as SQL writes it. */
const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

export const dropSlot = (picture: Picture, {name}: ReplicationSlot): readonly CommandLine[] =>
  statement(
    picture,
    `SELECT pg_drop_replication_slot(${literal(name)})`,
    'gives the slot up, and its log free',
  );
