import {kafkaTool, quoted} from '../../findings/command-lines.ts';
import type {Line} from '../../format/line.ts';
import type {Group} from '../../model/group.ts';
import {memberRows} from '../../model/member-rows.ts';
import {isUnknown} from '../../model/reading.ts';
import {knownCell, numberCell, rateCell} from '../../tables/cell.ts';
import {groupPartitionTable} from '../../tables/group-partitions.ts';
import {memberTable} from '../../tables/members.ts';
import type {Scene} from '../scene.ts';
import {commandLines, heading, joined, pair, paragraph, tableLines} from './section.ts';

/** What Kafka's state words mean. */
const states: Readonly<Record<string, string>> = {
  Stable: 'all members have their partitions and read',
  Empty: 'no member is there; the committed offsets are kept',
  Dead: 'the group is gone, or its coordinator does not know it',
  PreparingRebalance: 'members are joining or leaving; nobody reads',
  CompletingRebalance: 'the assignment is being handed out; nobody reads',
  Assigning: 'the coordinator works out an assignment',
  Reconciling: 'members take over and give up partitions; the rest is read on',
};

/** Everything about a group: lag in its three forms, the rule that fired, partitions, members. */
export const groupDetail = (group: Group, scene: Scene, width: number): readonly Line[] => {
  const seconds = (value: Group['lagSeconds']) =>
    knownCell(value, number => ({text: `${Math.round(number)} s`}));
  const members = memberRows(group);
  return joined(
    [
      heading(group.id),
      ...paragraph(`${group.status}: ${group.statusRule}`, width),
      pair(
        'state',
        knownCell(group.state, state => ({text: `${state}${states[state] ? `: ${states[state]}` : ''}`})),
      ),
      pair('type', group.type),
      pair('protocol', group.protocolType || '-'),
      pair('coordinator', `broker ${group.coordinator}`),
      pair('lag', numberCell(group.lag)),
      pair('lag in time', seconds(group.lagSeconds)),
      pair(
        'drained in',
        group.isNeverDrained ? {text: 'never at this rate', tone: 'bad'} : seconds(group.drainSeconds),
      ),
      pair('written/s', rateCell(group.rateIn)),
      pair('committed/s', rateCell(group.rateOut)),
    ],
    isUnknown(group.partitions)
      ? paragraph(group.partitions.sentence, width, {tone: 'warn'})
      : [heading('Partitions'), ...tableLines(groupPartitionTable, group.partitions, width, scene.cells)],
    isUnknown(members)
      ? paragraph(members.sentence, width, {tone: 'warn'})
      : [heading('Members'), ...tableLines(memberTable, members, width, scene.cells)],
    [
      heading('The same by hand'),
      ...commandLines([
        kafkaTool(
          scene.picture,
          'kafka-consumer-groups',
          `--describe --group ${quoted(group.id)}`,
          'offsets and lag',
        ),
        kafkaTool(
          scene.picture,
          'kafka-consumer-groups',
          `--describe --members --verbose --group ${quoted(group.id)}`,
          'members and assignment',
        ),
      ]),
    ],
  );
};
