import {command} from '../../findings/command-lines.ts';
import type {Line} from '../../format/line.ts';
import {lastValue} from '../../model/reading.ts';
import {connectorTable} from '../../tables/connectors.ts';
import {type WorkerRow, workerState, workerTrouble} from '../../tables/workers.ts';
import type {Scene} from '../scene.ts';
import {commandLines, heading, joined, pair, paragraph, tableLines} from './section.ts';

/** What cannot be said of a worker that never answered is unknown, not none. */
const unread = {text: '?', tone: 'warn'} as const;

const connectorLines = (row: WorkerRow, {cells}: Scene, width: number): readonly Line[] => {
  const worker = lastValue(row.reading);
  if (!worker) return [];
  return [
    heading(`Connectors ${worker.connectors.length}`),
    ...(worker.connectors.length === 0
      ? paragraph('It answers, and runs none.', width)
      : tableLines(connectorTable, worker.connectors, width, cells)),
  ];
};

/** A Connect worker: what it says of itself, what it runs, and what reading it came to. */
export const workerDetail = (row: WorkerRow, scene: Scene, width: number): readonly Line[] => {
  const {name, url, reading} = row;
  const worker = lastValue(reading);
  const trouble = workerTrouble(row, scene.cells);
  const gaps = reading.state === 'partial' ? reading.missing : [];
  return joined(
    [
      heading(name),
      pair('state', workerState(row)),
      pair('address', url),
      pair('version', worker?.version ?? unread),
      pair('Kafka cluster', worker ? (worker.clusterId ?? '-') : unread),
    ],
    reading.state === 'stale' || reading.state === 'failed'
      ? paragraph(trouble.text, width, {tone: 'warn'})
      : [],
    gaps.length === 0
      ? []
      : [
          heading('Not read'),
          ...gaps.flatMap(({path, sentence}) => paragraph(`${path}: ${sentence}`, width, {tone: 'warn'})),
        ],
    connectorLines(row, scene, width),
    [
      heading('The same by hand'),
      ...commandLines([
        command(`curl -s ${url}/`, 'its version, and the Kafka cluster that it works on'),
        command(`curl -s '${url}/connectors?expand=status'`, 'its connectors, and the state of each task'),
        command(`curl -s ${url}/connector-plugins`, 'what kinds of connectors it can run'),
      ]),
    ],
  );
};
