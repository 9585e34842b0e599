import {ageText} from '../format/age.ts';
import {bytesText} from '../format/bytes.ts';
import type {Span, Tone} from '../format/line.ts';
import type {Container, ContainerHealth, ContainerStats} from '../model/container.ts';
import {type Known, unknown} from '../model/reading.ts';
import {bytesCell, cell, knownCell, numberCell, timeText} from './cell.ts';
import type {CellContext, Column, Table} from './column.ts';
import {figure, label, shown} from './kinds.ts';

type Stats = ReadonlyMap<string, ContainerStats>;

/** Milliseconds between making a container and its first start that are no restart. */
const startPatience = 60_000;

const isRestarted = ({createdAt, startedAt}: Container): boolean =>
  startedAt !== null && startedAt - createdAt > startPatience;

const hasEnded = ({state}: Container): boolean => state === 'exited' || state === 'dead';

export const containerTone = (container: Container): Tone | undefined => {
  switch (container.state) {
    case 'running':
      return container.health === 'unhealthy' ? 'bad' : container.health === 'starting' ? 'info' : undefined;
    case 'created':
      return 'muted';
    case 'exited':
      return container.isOutOfMemory || container.exitCode !== 0 ? 'bad' : 'warn';
    case 'dead':
    case 'missing':
      return 'bad';
    default:
      return 'warn';
  }
};

const stateCell = (container: Container): Span => {
  const {state, exitCode, isOutOfMemory} = container;
  if (state === 'running') {
    // A narrow screen has no room for the health column: what is not well is said here, too.
    const word =
      container.health === 'unhealthy' || container.health === 'starting' ? container.health : state;
    return cell(word, containerTone(container) ?? 'good');
  }
  if (exitCode === null || !hasEnded(container)) return cell(state, containerTone(container));
  return cell(`${state} ${exitCode}${isOutOfMemory ? ' oom' : ''}`, containerTone(container));
};

const healthTones: Readonly<Record<ContainerHealth, Tone>> = {
  healthy: 'good',
  unhealthy: 'bad',
  starting: 'info',
};

/** Nothing ticks on screen: an age below a minute does not count its seconds. */
const minute = 60_000;
const coarseAge = (age: number): string => (age < minute ? '<1 min' : ageText(age));

/** Since when it is what it is: `up 3 h`, `restarted 53 min ago`, `ended 2 min ago`. */
const sinceText = (container: Container, context: CellContext): string | null => {
  const {state, startedAt, finishedAt} = container;
  const isIso = context.timeForm === 'iso';
  const age = (at: number): string => coarseAge(context.now - at);
  const when = (at: number): string => (isIso ? timeText(at, context) : `${age(at)} ago`);
  if (state === 'created' || startedAt === null) return null;
  if (hasEnded(container)) return finishedAt === null ? null : `ended ${when(finishedAt)}`;
  if (isRestarted(container)) return `restarted ${when(startedAt)}`;
  return isIso ? `up since ${when(startedAt)}` : `up ${age(startedAt)}`;
};

/** Published ports as `29092`, `9090→8083`, `53/udp`; a port that is not published is left out. */
const portsText = ({ports}: Container): string | null => {
  const published = ports.flatMap(({host, container, protocol}) =>
    host === null
      ? []
      : [`${host}${host === container ? '' : `→${container}`}${protocol === 'tcp' ? '' : `/${protocol}`}`],
  );
  return published.length === 0 ? null : [...new Set(published)].join(' ');
};

/** Nothing is used by what does not run; of what runs it is unknown until it was measured. */
const usageOf =
  (stats: Stats, used: (measured: ContainerStats) => number | null | undefined) =>
  ({id, name, state}: Container): Known<number | null> => {
    if (state !== 'running' && state !== 'paused') return null;
    const measured = stats.get(id);
    const value = measured && used(measured);
    return value === undefined ? unknown('not-read', `What ${name} uses was not measured yet.`) : value;
  };

const usageColumns = (stats: Stats): readonly Column<Container>[] => {
  // The first sample has nothing to compare itself with.
  const cpu = usageOf(stats, ({cpuPercent}) => cpuPercent ?? undefined);
  const memory = usageOf(stats, ({memoryBytes}) => memoryBytes ?? undefined);
  // A container may have no network.
  const [received, sent] = [
    usageOf(stats, ({receivedBytes}) => receivedBytes),
    usageOf(stats, ({sentBytes}) => sentBytes),
  ];
  return [
    shown({id: 'cpu', title: 'CPU', width: 6, priority: 1, align: 'right'}, cpu, container =>
      knownCell(cpu(container), percent => cell(`${percent.toFixed(1)}%`)),
    ),
    figure({id: 'memory', title: 'memory', width: [8, 9], priority: 4}, memory, bytesCell),
    shown(
      {id: 'network', title: 'net in / out', width: [17, 19], priority: 7, align: 'right'},
      received,
      container =>
        knownCell(received(container), into =>
          knownCell(sent(container), out => cell(`${bytesText(into)} / ${bytesText(out)}`)),
        ),
    ),
  ];
};

const columns = (stats: Stats): readonly Column<Container>[] => [
  label(
    {id: 'name', title: 'container', width: [16, 26], priority: 0, cut: 'middle'},
    container => container.name,
  ),
  shown({id: 'state', title: 'state', width: [10, 14], priority: 0}, container => container.state, stateCell),
  shown(
    {id: 'health', title: 'health', width: 9, priority: 3},
    container => container.health,
    ({health, state}) =>
      knownCell(health, word => cell(word, state === 'running' ? healthTones[word] : 'muted')),
  ),
  shown(
    {id: 'since', title: 'since', width: [20, 24], priority: 2},
    container => (hasEnded(container) ? container.finishedAt : container.startedAt),
    (container, context) =>
      knownCell(sinceText(container, context), text =>
        cell(text, isRestarted(container) && container.state === 'running' ? 'info' : undefined),
      ),
  ),
  ...usageColumns(stats),
  label({id: 'ports', title: 'ports', width: [10, 26], priority: 5}, portsText),
  label(
    {id: 'image', title: 'image', width: [14, 44], priority: 6},
    container => container.image,
    () => 'muted',
  ),
  figure(
    {id: 'restarts', title: 'restarts', width: 8, priority: 8},
    container => container.restarts,
    value => numberCell(value, restarts => (restarts > 0 ? 'warn' : 'muted')),
  ),
  label(
    {id: 'service', title: 'service', width: [8, 20], priority: 9},
    container => container.service,
    () => 'muted',
  ),
];

let last: {readonly stats: Stats; readonly table: Table<Container>} | undefined;

/** Containers with what they used when last measured, by container id. */
export const containerTable = (stats: Stats): Table<Container> => {
  if (last?.stats === stats) return last.table;
  const table: Table<Container> = {
    noun: 'container',
    id: container => container.name,
    columns: columns(stats),
    sort: 'name',
    tone: container => (container.role === 'lab' ? containerTone(container) : 'muted'),
  };
  last = {stats, table};
  return table;
};
