import {type Context, defineApi} from '../api.ts';
import {readInts, readList, readListOrNull, writeList} from '../codec.ts';
import {codes} from '../codes.ts';
import {controllerRefusal} from '../controller.ts';
import {type Refusal, refuse} from '../refusal.ts';
import type {TopicState} from '../state.ts';
import {maxPartitions} from '../topic-rules.ts';
import type {Words} from '../words.ts';

/*
  CreatePartitions Request (0-3, flexible from 2) => [topics] timeout_ms validate_only
    topics => name count [assignments]
      name => STRING
      count => INT32                               how many there shall be in all
      assignments => [broker_ids INT32]            of the new ones; null: the broker chooses
    timeout_ms => INT32
    validate_only => BOOLEAN

  CreatePartitions Response => throttle_time_ms [results]
    throttle_time_ms => INT32
    results => name STRING, error_code INT16, error_message NULLABLE_STRING
*/

interface Wanted {
  readonly name: string;
  readonly count: number;
  readonly assignments: readonly (readonly number[])[] | null;
}

const countProblem = ({name, count}: Wanted, now: number, words: Words): string | null => {
  if (count === now) return words.samePartitions(now);
  if (count < now) return words.noMorePartitions(name, now, count);
  return count > maxPartitions ? `A practice lab holds no more than ${maxPartitions} partitions.` : null;
};

const assignmentsProblem = (
  {count, assignments}: Wanted,
  {partitions}: TopicState,
  {cluster}: Context,
): string | null => {
  if (!assignments) return null;
  const {words} = cluster;
  const more = count - partitions.length;
  if (assignments.length !== more) return words.otherAssignments(more, assignments.length);
  const unknown = [...new Set(assignments.flat())].filter(id => !cluster.brokers.has(id));
  if (unknown.length > 0) return words.unknownBroker(unknown);
  if (assignments.some(list => new Set(list).size !== list.length))
    return 'Duplicate brokers not allowed in replica assignment.';
  const factor = partitions[0]?.replicas.length ?? 0;
  const others = assignments.flatMap((list, index) =>
    list.length === factor ? [] : [{id: partitions.length + index, factor: list.length}],
  );
  return others.length === 0 ? null : words.unevenPartitions(factor, others);
};

const create = (wanted: Wanted, isTwice: boolean, validateOnly: boolean, context: Context): Refusal => {
  const {cluster} = context;
  const {name, count, assignments} = wanted;
  if (cluster.faults.isDenied('cluster') || cluster.faults.isDenied('topic', name))
    return refuse(codes.TOPIC_AUTHORIZATION_FAILED);
  if (isTwice) return refuse(codes.INVALID_REQUEST, cluster.words.growingTwice);
  const topic = cluster.topics.get(name);
  if (!topic) return refuse(codes.UNKNOWN_TOPIC_OR_PARTITION, cluster.words.missingTopic(name));
  const ofCount = countProblem(wanted, topic.partitions.length, cluster.words);
  if (ofCount) return refuse(codes.INVALID_PARTITIONS, ofCount);
  const ofAssignments = assignmentsProblem(wanted, topic, context);
  if (ofAssignments) return refuse(codes.INVALID_REPLICA_ASSIGNMENT, ofAssignments);
  if (!validateOnly) cluster.addPartitions(topic, count, assignments);
  return refuse(codes.NONE);
};

export const createPartitions = defineApi({
  key: 37,
  name: 'CreatePartitions',
  versions: [0, 3],
  flexible: 2,
  read: (r, _version, f) => ({
    topics: readList(
      r,
      f,
      (entry): Wanted => ({
        name: entry.readString(f),
        count: entry.readInt32(),
        assignments: readListOrNull(entry, f, one => readInts(one, f)),
      }),
    ),
    timeoutMs: r.readInt32(),
    validateOnly: r.readBoolean(),
  }),
  async handle({topics, timeoutMs, validateOnly}, context) {
    const refusal = await controllerRefusal(timeoutMs, context);
    const names = topics.map(({name}) => name);
    // A topic that is named twice is answered once.
    const once = topics.filter(({name}, index) => names.indexOf(name) === index);
    return once.map(wanted => {
      const isTwice = names.lastIndexOf(wanted.name) !== names.indexOf(wanted.name);
      return {name: wanted.name, ...(refusal ?? create(wanted, isTwice, validateOnly, context))};
    });
  },
  write(w, results, _version, f) {
    w.appendInt32(0);
    writeList(w, f, results, (entry, {name, code, message}) =>
      entry.appendString(name, f).appendInt16(code).appendString(message, f),
    );
  },
});
