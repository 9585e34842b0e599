import type {LogRecord} from '../../model/record.ts';

/**
 * Puts the records of several partitions into one list by time. Kafka orders records within a partition only, and
 * there by offset whatever their timestamps are: that order is kept.
 */
export const mergeByTime = (lists: readonly (readonly LogRecord[])[]): readonly LogRecord[] => {
  const filled = lists.filter(({length}) => length > 0);
  if (filled.length < 2) return filled[0] ?? [];
  const dated = filled.flatMap(list => {
    let latest = Number.NEGATIVE_INFINITY;
    return list.map(record => {
      latest = Math.max(latest, record.timestamp);
      return {record, latest};
    });
  });
  return dated.sort((one, other) => one.latest - other.latest).map(({record}) => record);
};
