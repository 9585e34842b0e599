import type {Span, Tone} from '../format/line.ts';
import {isUnknown, type Known, known, type Sum} from '../model/reading.ts';
import type {Topic} from '../model/topic.ts';
import {bytesCell, cell, knownCell, numberCell, rateCell, timeText} from './cell.ts';
import type {Table} from './column.ts';
import {figure, label, shown} from './kinds.ts';

/** Partitions whose leader is named and does not answer: drawn as `1?`, and nobody reads or writes them now. */
const unanswered = ({partitions}: Topic): number =>
  (known(partitions) ?? []).filter(
    ({leader, isLeaderAnswering}) => !isLeaderAnswering && typeof leader === 'number',
  ).length;

/** What is wrong with its partitions, the worst first; null where nothing is. */
const trouble = (topic: Topic): {text: string; tone: Tone} | null => {
  const [without, silent, below, under] = [
    known(topic.leaderless) ?? 0,
    unanswered(topic),
    known(topic.belowMinInsync) ?? 0,
    known(topic.underReplicated) ?? 0,
  ];
  if (without > 0) return {text: `${without} leaderless`, tone: 'bad'};
  if (silent > 0) return {text: `${silent} no answer`, tone: 'bad'};
  if (below > 0) return {text: `${below} below min`, tone: 'bad'};
  return under > 0 ? {text: `${under} under-repl.`, tone: 'warn'} : null;
};

/** The smallest in-sync set of its partitions, against the replicas and the least that acks=all needs: `1/2 min 1`. */
const insyncCell = (topic: Topic): Span =>
  knownCell(topic.partitions, partitions => {
    if (partitions.length === 0) return cell('-', 'muted');
    const fewest = Math.min(...partitions.map(partition => partition.isr.length));
    const replicas = Math.max(...partitions.map(partition => partition.replicas.length));
    const min = known(topic.minInsync);
    return cell(
      `${fewest}/${replicas} min ${min ?? '?'}`,
      fewest < replicas ? (trouble(topic)?.tone ?? 'warn') : undefined,
    );
  });

const worst = (topic: Topic): number =>
  (known(topic.leaderless) ?? 0) * 1e9 +
  unanswered(topic) * 1e6 +
  (known(topic.belowMinInsync) ?? 0) * 1e3 +
  (known(topic.underReplicated) ?? 0);

/** The groups that are seen to read it; `?` stands for those that may be and are not seen. */
const readers = ({groups, unseenGroups}: Topic): Known<string | null> => {
  if (groups.length === 0) return unseenGroups;
  const names = groups.map(({id}) => id).join(' ');
  return unseenGroups === null ? names : `${names} ?`;
};

/** The lag of the group that is furthest behind on it: at least that much, where another one's is not known. */
const mostLag = ({groups, unseenGroups}: Topic): Known<Sum | null> => {
  const lags = groups.map(({lag}) => lag);
  const unread = lags.find(isUnknown) ?? unseenGroups;
  const sums = lags.flatMap(lag => (isUnknown(lag) || lag === null ? [] : [lag]));
  const most = sums.toSorted((a, b) => b.sum - a.sum)[0];
  if (most === undefined) return unread;
  const isWhole = unread === null && sums.every(({unknownParts}) => unknownParts === 0);
  return {sum: most.sum, unknownParts: isWhole ? 0 : 1};
};

export const topicTable: Table<Topic> = {
  noun: 'topic',
  id: topic => topic.name,
  sort: 'name',
  tone: topic => trouble(topic)?.tone ?? (topic.isInternal ? 'muted' : undefined),
  columns: [
    label({id: 'name', title: 'topic', width: [16, 48], priority: 0, cut: 'middle'}, topic => topic.name),
    shown(
      {id: 'partitions', title: 'parts', width: 5, priority: 1, align: 'right'},
      topic => (isUnknown(topic.partitions) ? topic.partitions : topic.partitions.length),
      topic => knownCell(topic.partitions, partitions => cell(String(partitions.length))),
    ),
    figure({id: 'replication', title: 'repl', width: 4, priority: 4}, topic => topic.replicationFactor),
    shown({id: 'insync', title: 'in sync', width: 9, priority: 2}, worst, insyncCell),
    shown({id: 'trouble', title: 'trouble', width: 14, priority: 0}, worst, topic =>
      knownCell(trouble(topic), ({text, tone}) => cell(text, tone)),
    ),
    figure({id: 'messages', title: '~messages', width: [9, 14], priority: 1}, topic => topic.messages),
    figure({id: 'rate', title: 'msg/s', width: [7, 9], priority: 2}, topic => topic.rate, rateCell),
    figure({id: 'size', title: 'size', width: [8, 9], priority: 5}, topic => topic.bytes, bytesCell),
    shown(
      {id: 'last', title: 'last record', width: [11, 24], priority: 6},
      topic => topic.lastRecordAt,
      (topic, context) => knownCell(topic.lastRecordAt, at => cell(timeText(at, context))),
    ),
    figure({id: 'lag', title: 'most lag', width: [8, 12], priority: 3}, mostLag, value =>
      numberCell(value, lag => (lag === 0 ? 'muted' : undefined)),
    ),
    label({id: 'groups', title: 'read by', width: [10, 30], priority: 7}, readers),
    label({id: 'cleanup', title: 'cleanup', width: [7, 14], priority: 8}, topic => topic.cleanupPolicy),
  ],
};
