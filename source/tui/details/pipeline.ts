import {showSlots} from '../../findings/connect/slots.ts';
import type {Line} from '../../format/line.ts';
import type {Pipeline} from '../../model/pipeline.ts';
import type {ReplicationSlot} from '../../model/postgres.ts';
import {isUnknown, lastValue} from '../../model/reading.ts';
import {bytesCell, numberCell} from '../../tables/cell.ts';
import type {Scene} from '../scene.ts';
import {commandLines, heading, joined, pair, paragraph} from './section.ts';

const slotLines = (slot: ReplicationSlot): readonly Line[] => [
  pair('plugin', slot.plugin ?? '-'),
  pair('database', slot.database ?? '-'),
  pair('read now', slot.isActive ? {text: 'yes', tone: 'good'} : {text: 'no', tone: 'warn'}),
  pair('confirmed up to', slot.confirmedLsn ?? '-'),
  pair('behind by', bytesCell(slot.lagBytes)),
  pair('log kept from', slot.restartLsn ?? '-'),
  pair('log kept', bytesCell(slot.heldBytes)),
  pair('wal_status', slot.walStatus ?? '-'),
];

const aboutSlot = ({slot, slotName}: Pipeline, {picture}: Scene, width: number): readonly Line[] => {
  const {world} = picture;
  if (world.target?.kind === 'practice')
    return paragraph(
      'A practice lab has no replication slot: triggers take down the changes in its place. That is the one difference from a real lab.',
      width,
    );
  if (isUnknown(slot)) return paragraph(slot.sentence, width, {tone: 'warn'});
  if (slot === null)
    return paragraph(`PostgreSQL has no slot ${slotName}: its connector makes it when it starts.`, width);
  const server = lastValue(world.postgres);
  return [
    pair('name', slot.name),
    ...slotLines(slot),
    ...(server ? [pair('log ends at', server.position), pair('server', `PostgreSQL ${server.version}`)] : []),
  ];
};

const aboutConnector = ({connector}: Pipeline, width: number): readonly Line[] => {
  if (isUnknown(connector)) return paragraph(connector.sentence, width, {tone: 'warn'});
  if (connector === null)
    return paragraph('none: nobody will ever read from this slot', width, {tone: 'warn'});
  return [
    pair('name', connector.name),
    pair('worker', connector.worker),
    pair('state', connector.state),
    ...connector.tasks.map(task => pair(`task ${task.id}`, task.state)),
  ];
};

const aboutTopics = ({topics}: Pipeline, width: number): readonly Line[] => {
  if (isUnknown(topics)) return paragraph(topics.sentence, width, {tone: 'warn'});
  if (topics.length === 0) return paragraph('none yet', width, {tone: 'muted'});
  return topics.map(({name, end}): Line => [{text: `  ${name.padEnd(40)} end `}, numberCell(end)]);
};

const aboutReaders = ({readers, unseenReaders}: Pipeline, width: number): readonly Line[] => {
  if (isUnknown(readers)) return paragraph(readers.sentence, width, {tone: 'warn'});
  const lines = readers.map(({group, lag}): Line => [{text: `  ${group.padEnd(40)} lag `}, numberCell(lag)]);
  if (unseenReaders)
    return [...lines, ...paragraph(`Perhaps others, too. ${unseenReaders.sentence}`, width, {tone: 'warn'})];
  return lines.length === 0 ? paragraph('no group', width, {tone: 'muted'}) : lines;
};

/** Everything about the way of a change: slot, connector, topics, readers, each as far as it could be read. */
export const pipelineDetail = (pipeline: Pipeline, scene: Scene, width: number): readonly Line[] =>
  joined(
    [heading('Slot in PostgreSQL'), ...aboutSlot(pipeline, scene, width)],
    [heading('Connector'), ...aboutConnector(pipeline, width)],
    [heading('Topics'), ...aboutTopics(pipeline, width)],
    [heading('Read by'), ...aboutReaders(pipeline, width)],
    scene.picture.world.target?.kind === 'practice'
      ? []
      : [heading('The same by hand'), ...commandLines(showSlots(scene.picture))],
  );
