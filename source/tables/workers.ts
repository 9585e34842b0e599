import type {Span, Tone} from '../format/line.ts';
import type {ConnectWorker} from '../model/connector.ts';
import {lastValue, type Reading} from '../model/reading.ts';
import {cell, numberCell, timeText} from './cell.ts';
import type {CellContext, Table} from './column.ts';
import {figure, label, shown} from './kinds.ts';

/** A Connect worker by the name and address that the target gives it, and what reading it said. */
export interface WorkerRow {
  readonly name: string;
  readonly url: string;
  readonly reading: Reading<ConnectWorker>;
}

const words = {
  waiting: 'waiting',
  ready: 'answers',
  partial: 'partly',
  stale: 'silent',
  failed: 'unreachable',
} as const;
export const workerTones: Readonly<Record<Reading<ConnectWorker>['state'], Tone>> = {
  waiting: 'muted',
  ready: 'good',
  partial: 'warn',
  stale: 'warn',
  failed: 'bad',
};

/** What reading it said, in a word. */
export const workerState = ({reading}: WorkerRow): string => {
  if (reading.state === 'failed' && reading.error.why === 'timed-out') return 'timed out';
  if (reading.state === 'stale' && reading.error.why === 'unreachable') return 'unreachable';
  return words[reading.state];
};

/** Why it does not answer, or not wholly; none where it does. */
export const workerTrouble = ({reading}: WorkerRow, context: CellContext): Span => {
  if (reading.state === 'failed') return cell(reading.error.sentence, 'bad');
  if (reading.state === 'stale')
    return cell(`last answered ${timeText(reading.at, context)}: ${reading.error.sentence}`, 'warn');
  return reading.state === 'partial' ? cell(reading.missing[0]?.sentence ?? '', 'warn') : cell('-', 'muted');
};

export const workerTable: Table<WorkerRow> = {
  noun: 'worker',
  id: row => row.name,
  sort: 'name',
  age: ({reading}) => (reading.state === 'waiting' || reading.state === 'failed' ? undefined : reading),
  tone: ({reading}) => (reading.state === 'failed' ? 'bad' : undefined),
  columns: [
    label({id: 'name', title: 'worker', width: [12, 24], priority: 0, cut: 'middle'}, row => row.name),
    label(
      {id: 'state', title: 'state', width: 11, priority: 0},
      workerState,
      row => workerTones[row.reading.state],
    ),
    figure(
      {id: 'connectors', title: 'connectors', width: 10, priority: 1},
      row => lastValue(row.reading)?.connectors.length ?? null,
      value => numberCell(value),
    ),
    label(
      {id: 'version', title: 'version', width: [7, 12], priority: 3},
      row => lastValue(row.reading)?.version ?? null,
    ),
    label({id: 'url', title: 'address', width: [20, 36], priority: 2}, row => row.url),
    shown({id: 'problem', title: 'problem', width: [20, 80], priority: 4}, workerState, workerTrouble),
  ],
};
