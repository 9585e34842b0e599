import {command} from '../../findings/command-lines.ts';
import type {Line} from '../../format/line.ts';
import type {Connector, ConnectPlugin, ConnectWorker} from '../../model/connector.ts';
import type {Container} from '../../model/container.ts';
import {isUnknown, lastValue} from '../../model/reading.ts';
import {numberCell} from '../../tables/cell.ts';
import {connectorTones} from '../../tables/connectors.ts';
import {taskTones} from '../../tables/tasks.ts';
import {type WorkerRow, workerState, workerTones, workerTrouble} from '../../tables/workers.ts';
import type {Scene} from '../scene.ts';
import {commandLines, heading, joined, pair, paragraph} from './section.ts';

/** Whether the worker keeps its state where we look: else its topics and groups are not those of the other views. */
const clusterText = (clusterId: string | null, {picture}: Scene): string => {
  if (clusterId === null) return '?';
  const watched = lastValue(picture.world.metadata)?.clusterId;
  if (watched === undefined || watched === null) return clusterId;
  return `${clusterId} (${watched === clusterId ? 'the one that is watched' : `not ${watched}, which is watched`})`;
};

/**
 * The group and the topics of a distributed worker are in none of its answers; where it runs in a container of the lab,
 * they are in the environment that it was started with.
 */
const startedWith = ({environment}: Container): readonly Line[] => {
  const setting = (name: string): string | undefined =>
    environment.find(each => each.name === name || each.name === `CONNECT_${name}`)?.value;
  return (
    [
      ['group of workers', 'GROUP_ID'],
      ['config topic', 'CONFIG_STORAGE_TOPIC'],
      ['offset topic', 'OFFSET_STORAGE_TOPIC'],
      ['status topic', 'STATUS_STORAGE_TOPIC'],
    ] as const
  ).flatMap(([title, name]) => {
    const value = setting(name);
    return value === undefined ? [] : [pair(title, value)];
  });
};

/** What cannot be said of a worker that never answered is unknown, not none. */
const unread = {text: '?', tone: 'warn'} as const;

const gapsOf = ({reading}: WorkerRow, width: number): readonly Line[] =>
  reading.state === 'partial'
    ? [
        heading('Not read'),
        ...reading.missing.flatMap(({path, sentence}) =>
          paragraph(`${path}: ${sentence}`, width, {tone: 'warn'}),
        ),
      ]
    : [];

const headOf = (row: WorkerRow, scene: Scene, width: number): readonly Line[] => {
  const {picture, cells} = scene;
  const worker = lastValue(row.reading);
  const container = picture.containers.find(({name}) => name === row.name);
  const trouble = workerTrouble(row, cells);
  return [
    heading(row.name),
    pair('state', {text: workerState(row), tone: workerTones[row.reading.state]}),
    ...(trouble.text === '-' || row.reading.state === 'partial'
      ? []
      : paragraph(trouble.text, width, {tone: trouble.tone ?? 'warn'})),
    pair('address', row.url),
    ...(worker
      ? [
          pair('version', worker.version),
          pair('commit', worker.commit ?? '?'),
          pair('Kafka cluster', clusterText(worker.clusterId, scene)),
        ]
      : [pair('version', unread), pair('Kafka cluster', unread)]),
    ...(container
      ? [pair('container', `${container.name}, ${container.state}`), ...startedWith(container)]
      : []),
  ];
};

/** What a sink has read, by the group that Connect gives it. */
const lagOf = ({name}: Connector, {picture}: Scene): readonly Line[] => {
  const group = picture.groups.find(({id}) => id === `connect-${name}`);
  return group ? [[{text: `    group ${group.id}, lag `, tone: 'muted'}, numberCell(group.lag)]] : [];
};

const offsetsOf = ({type, offsets}: Connector, width: number): readonly Line[] => {
  if (isUnknown(offsets)) return paragraph(`  offsets: ? ${offsets.sentence}`, width, {tone: 'muted'});
  return offsets.map(({partition, offset}) => [
    {text: `    ${type === 'sink' ? 'offset' : 'source offset'} ${partition}: `, tone: 'muted'},
    {text: offset},
  ]);
};

const connectorLines = (connector: Connector, scene: Scene, width: number): readonly Line[] => {
  const {name, type, health, tasks, trace, topics} = connector;
  return [
    [
      {text: `  ${name}  ${type}  `},
      {text: health, tone: connectorTones[health]},
      {text: isUnknown(topics) ? '  topics ?' : `  ${topics.join(', ') || '-'}`, tone: 'muted'},
    ],
    ...(trace === null ? [] : paragraph(`  ${trace.split('\n', 1)[0]}`, width, {tone: 'bad'})),
    ...tasks.flatMap((task): readonly Line[] => [
      [
        {text: `    task ${task.id}  `},
        {text: task.state, tone: taskTones[task.state] ?? 'warn'},
        {text: `  on ${task.worker}`, tone: 'muted'},
      ],
      ...(task.trace === null ? [] : paragraph(`    ${task.trace.split('\n', 1)[0]}`, width, {tone: 'bad'})),
    ]),
    ...lagOf(connector, scene),
    ...offsetsOf(connector, width),
  ];
};

const connectorsOf = ({connectors}: ConnectWorker, scene: Scene, width: number): readonly Line[] => [
  heading(`Connectors ${connectors.length}`),
  ...(connectors.length === 0
    ? paragraph('It answers, and runs none.', width, {tone: 'muted'})
    : connectors.flatMap(connector => connectorLines(connector, scene, width))),
];

const byTypeAndName = (a: ConnectPlugin, b: ConnectPlugin): number =>
  `${a.type} ${a.className}` < `${b.type} ${b.className}` ? -1 : 1;

const pluginsOf = ({plugins}: ConnectWorker, width: number): readonly Line[] =>
  isUnknown(plugins)
    ? [heading('Plugins ?'), ...paragraph(plugins.sentence, width, {tone: 'warn'})]
    : [
        heading(`Plugins ${plugins.length}`),
        ...plugins
          .toSorted(byTypeAndName)
          .map(
            ({className, type, version}): Line => [
              {text: `  ${type.padEnd(7)} `, tone: 'muted'},
              {text: `${className} `},
              {text: version ?? '-', tone: 'muted'},
            ],
          ),
      ];

/** Everything that a Connect worker answers, and what is known of how it was started. */
export const workerDetail = (row: WorkerRow, scene: Scene, width: number): readonly Line[] => {
  const worker = lastValue(row.reading);
  return joined(
    headOf(row, scene, width),
    gapsOf(row, width),
    worker ? connectorsOf(worker, scene, width) : [],
    worker ? pluginsOf(worker, width) : [],
    [
      heading('The same by hand'),
      ...commandLines([
        command(`curl -s ${row.url}/`, 'its version, and the Kafka cluster that it stores its state in'),
        command(
          `curl -s '${row.url}/connectors?expand=status&expand=info'`,
          'its connectors, and the state of each task',
        ),
        command(`curl -s ${row.url}/connector-plugins`, 'what kinds of connectors it can run'),
      ]),
    ],
  );
};
