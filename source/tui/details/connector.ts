import type {Line} from '../../format/line.ts';
import type {Connector} from '../../model/connector.ts';
import {isUnknown} from '../../model/reading.ts';
import type {Scene} from '../scene.ts';
import {commandLines, heading, joined, pair, paragraph} from './section.ts';

const trace = (text: string | null): readonly Line[] =>
  text === null ? [] : text.split('\n').map((line): Line => [{text: `  ${line}`, tone: 'bad'}]);

/** Everything about a connector: its health, tasks with their traces, topics, offsets, configuration (masked). */
export const connectorDetail = (connector: Connector, {picture}: Scene, width: number): readonly Line[] => {
  const url = picture.world.target?.connect.find(address => address.name === connector.worker)?.url ?? '';
  return joined(
    [
      heading(connector.name),
      pair('worker', connector.worker),
      pair('type', connector.type),
      pair('health', connector.health),
      pair('own state', connector.state),
      ...trace(connector.trace),
    ],
    connector.tasks.flatMap((task): readonly Line[] => [
      [
        {text: `  task ${task.id}  `},
        {
          text: task.state,
          tone: task.state === 'RUNNING' ? 'good' : task.state === 'FAILED' ? 'bad' : 'warn',
        },
        {text: `  on ${task.worker}`, tone: 'muted'},
      ],
      ...trace(task.trace),
    ]),
    isUnknown(connector.topics)
      ? paragraph(connector.topics.sentence, width, {tone: 'warn'})
      : [heading('Topics'), ...paragraph(connector.topics.join(', ') || 'none yet', width)],
    isUnknown(connector.offsets)
      ? [heading('Offsets'), ...paragraph(connector.offsets.sentence, width, {tone: 'muted'})]
      : connector.offsets.length === 0
        ? []
        : [heading('Offsets'), ...connector.offsets.map(({partition, offset}) => pair(partition, offset))],
    [heading('Configuration'), ...Object.entries(connector.config).map(([name, value]) => pair(name, value))],
    [
      heading('The same by hand'),
      ...commandLines([
        {line: `curl -s ${url}/connectors/${connector.name}/status`, does: 'its state and its tasks'},
      ]),
    ],
  );
};
