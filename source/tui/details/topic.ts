import {kafkaTool, quoted} from '../../findings/command-lines.ts';
import type {Line} from '../../format/line.ts';
import {isUnknown, lastValue} from '../../model/reading.ts';
import type {Topic} from '../../model/topic.ts';
import {badCell, bytesCell, knownCell, numberCell, rateCell, timeText} from '../../tables/cell.ts';
import {partitionTable} from '../../tables/partitions.ts';
import type {Scene} from '../scene.ts';
import {commandLines, heading, joined, pair, paragraph, tableLines} from './section.ts';

const configs = (topic: Topic, {picture}: Scene): readonly Line[] => {
  const entries = lastValue(picture.world.configs)?.get(topic.name) ?? [];
  return entries.length === 0
    ? []
    : [
        heading('Configuration'),
        ...entries.map(
          (entry): Line => [
            {text: `  ${entry.name.padEnd(34)} `, tone: 'muted'},
            {text: entry.isSensitive ? '(sensitive)' : (entry.value ?? '-')},
            {text: `  ${entry.source}`, tone: entry.source === 'topic' ? 'accent' : 'muted'},
          ],
        ),
      ];
};

/** That nobody reads it is said only where every group was seen. */
const readersNote = ({groups, unseenGroups}: Topic, width: number): readonly Line[] => {
  if (unseenGroups !== null)
    return paragraph(
      `${groups.length === 0 ? 'Not known' : 'Perhaps others, too'}. ${unseenGroups.sentence}`,
      width,
      {
        tone: 'warn',
      },
    );
  return groups.length === 0 ? paragraph('no group', width, {tone: 'muted'}) : [];
};

/** Everything about a topic: figures, readers, partitions, configuration. */
export const topicDetail = (topic: Topic, scene: Scene, width: number): readonly Line[] => {
  return joined(
    [
      heading(topic.name),
      pair('internal', topic.isInternal ? 'yes' : 'no'),
      pair('replication', numberCell(topic.replicationFactor)),
      pair('min in sync', numberCell(topic.minInsync)),
      pair(
        'cleanup',
        knownCell(topic.cleanupPolicy, text => ({text})),
      ),
      pair('messages (~)', numberCell(topic.messages)),
      pair('messages/s', rateCell(topic.rate)),
      pair('size, all replicas', bytesCell(topic.bytes)),
      pair(
        'last record',
        knownCell(topic.lastRecordAt, at => ({text: timeText(at, scene.cells)})),
      ),
      pair('under-replicated', badCell(topic.underReplicated, 'warn')),
      pair('without leader', badCell(topic.leaderless, 'bad')),
      pair('below min in sync', badCell(topic.belowMinInsync, 'bad')),
    ],
    [
      heading('Read by'),
      ...topic.groups.map(
        (group): Line => [
          {text: `  ${group.id.padEnd(30)} `},
          {text: 'lag ', tone: 'muted'},
          numberCell(group.lag),
        ],
      ),
      ...readersNote(topic, width),
    ],
    isUnknown(topic.partitions)
      ? paragraph(topic.partitions.sentence, width, {tone: 'warn'})
      : [heading('Partitions'), ...tableLines(partitionTable, topic.partitions, width, scene.cells)],
    configs(topic, scene),
    [
      heading('The same by hand'),
      ...commandLines([
        kafkaTool(
          scene.picture,
          'kafka-topics',
          `--describe --topic ${quoted(topic.name)}`,
          'partitions, leaders and ISR',
        ),
        kafkaTool(
          scene.picture,
          'kafka-configs',
          `--describe --all --topic ${quoted(topic.name)}`,
          'its whole configuration',
        ),
      ]),
    ],
  );
};
