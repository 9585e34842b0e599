import type {Span} from '../format/line.ts';
import {isUnknown} from '../model/reading.ts';
import type {Partition} from '../model/topic.ts';

/** A partition's leader in one word: `1`, `1?` where it does not answer, `-` for none. */
export const leaderSpan = (partition: Partition): Span => {
  const {leader} = partition;
  if (isUnknown(leader)) return {text: '?', tone: 'warn'};
  if (leader === null) return {text: '-', tone: 'bad', bold: true};
  if (!partition.isLeaderAnswering) return {text: `${leader}?`, tone: 'bad'};
  const isWhole = partition.isr.length === partition.replicas.length;
  const isPreferred = leader === partition.preferredLeader;
  return {text: String(leader), tone: isWhole ? (isPreferred ? 'good' : 'info') : 'warn'};
};
