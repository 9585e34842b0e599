import type {Tone} from '../format/line.ts';
import {numberText} from '../format/number.ts';
import type {Pipeline} from '../model/pipeline.ts';
import type {ReplicationSlot} from '../model/postgres.ts';
import {addUp, isUnknown, type Known, type Sum} from '../model/reading.ts';
import {bytesCell, cell, knownCell} from './cell.ts';
import type {Table} from './column.ts';
import {figure, label, shown} from './kinds.ts';

/** What of a slot is asked for; unknown where the slot is, and none where there is none. */
const ofSlot =
  <T>(value: (slot: ReplicationSlot) => T | null) =>
  ({slot}: Pipeline): Known<T | null> =>
    slot === null || isUnknown(slot) ? slot : value(slot);

const slotState = (slot: ReplicationSlot): string => {
  if (slot.walStatus === 'lost') return 'lost';
  return slot.isActive ? 'active' : 'inactive';
};

const slotTones: Readonly<Record<string, Tone>> = {active: 'good', inactive: 'warn', lost: 'bad'};
const taskTones: Readonly<Record<string, Tone>> = {RUNNING: 'good', FAILED: 'bad'};

const nameOf = ({connector}: Pipeline): Known<string | null> =>
  connector === null || isUnknown(connector) ? connector : connector.name;

const topicText = ({topics}: Pipeline): Known<string | null> => {
  if (isUnknown(topics)) return topics;
  return topics.length === 0 ? null : topics.map(({name}) => name).join(' ');
};

/** The ends of all its topics. */
const endOf = ({topics}: Pipeline): Known<Sum | null> => {
  if (isUnknown(topics)) return topics;
  const ends = topics.map(({end}) => end);
  const sums = addUp(ends.map(end => (end === null || isUnknown(end) ? end : end.sum)));
  if (sums === null || isUnknown(sums)) return sums;
  const within = ends.some(end => end !== null && !isUnknown(end) && end.unknownParts > 0);
  return {sum: sums.sum, unknownParts: sums.unknownParts + (within ? 1 : 0)};
};

export const lagText = (lag: Known<Sum | null>): string => {
  if (isUnknown(lag)) return '?';
  if (lag === null) return '-';
  return `${lag.unknownParts > 0 ? '≥' : ''}${numberText(lag.sum)}`;
};

/** Each group with its lag; `?` stands for groups that may be there and are not seen. */
const readers = ({readers, unseenReaders}: Pipeline): Known<string | null> => {
  if (isUnknown(readers)) return readers;
  if (readers.length === 0) return unseenReaders;
  const all = readers.map(({group, lag}) => `${group} ${lagText(lag)}`);
  return [...all, ...(unseenReaders ? ['?'] : [])].join(', ');
};

const hasTrouble = ({task, slot}: Pipeline): boolean =>
  task === 'FAILED' || (slot !== null && !isUnknown(slot) && slot.walStatus === 'lost');

/** The way of a change, a line for each: slot, task, topics, readers. */
export const pipelineTable: Table<Pipeline> = {
  noun: 'pipeline',
  id: ({id}) => id,
  sort: 'name',
  tone: pipeline => (hasTrouble(pipeline) ? 'bad' : undefined),
  columns: [
    label({id: 'name', title: 'connector', width: [9, 24], priority: 0, cut: 'middle'}, nameOf),
    label({id: 'slot', title: 'slot', width: [8, 24], priority: 0, cut: 'middle'}, ({slotName}) => slotName),
    shown({id: 'state', title: 'slot is', width: 8, priority: 0}, ofSlot(slotState), ({slot}) =>
      knownCell(slot, known => cell(slotState(known), slotTones[slotState(known)])),
    ),
    figure(
      {id: 'lag', title: 'slot lag', width: [8, 9], priority: 0},
      ofSlot(({lagBytes}) => lagBytes),
      bytesCell,
    ),
    label(
      {id: 'task', title: 'task', width: [7, 10], priority: 0},
      ({task}) => task,
      ({task}) => (typeof task === 'string' ? (taskTones[task] ?? 'warn') : undefined),
    ),
    label({id: 'topics', title: 'topics', width: [10, 40], priority: 0, cut: 'middle'}, topicText),
    figure({id: 'end', title: 'end', width: [5, 12], priority: 0}, endOf),
    label({id: 'readers', title: 'readers, lag', width: [13, 40], priority: 0}, readers),
    figure(
      {id: 'held', title: 'log kept', width: [8, 9], priority: 1},
      ofSlot(({heldBytes}) => heldBytes),
      bytesCell,
    ),
    label(
      {id: 'confirmed', title: 'confirmed', width: [10, 17], priority: 2},
      ofSlot(({confirmedLsn}) => confirmedLsn),
    ),
    label(
      {id: 'wal', title: 'wal', width: [8, 10], priority: 3},
      ofSlot(({walStatus}) => walStatus),
    ),
    label(
      {id: 'restart', title: 'restart', width: [10, 17], priority: 4},
      ofSlot(({restartLsn}) => restartLsn),
    ),
  ],
};
