import {type Context, defineApi} from '../api.ts';
import {readList, readValuesOrNull, writeList} from '../codec.ts';
import {codes} from '../codes.ts';
import {timeOut} from '../wait.ts';

/*
  DeleteTopics Request (1-6, flexible from 4) => [topics] | [topic_names] timeout_ms
    topics => name NULLABLE_STRING, topic_id UUID (6+)
    topic_names => STRING (1-5)
    timeout_ms => INT32

  DeleteTopics Response => throttle_time_ms [responses]
    throttle_time_ms => INT32
    responses => name topic_id error_code error_message
      name => STRING (nullable 6+)
      topic_id => UUID (6+)
      error_code => INT16
      error_message => NULLABLE_STRING (5+)
*/

interface Wanted {
  readonly name: string | null;
  readonly topicId: string | null;
}

const remove = ({name, topicId}: Wanted, {cluster}: Context) => {
  const topic = name === null ? cluster.topicById(topicId ?? '') : cluster.topics.get(name);
  const result = (errorCode: number) => ({
    name: topic?.name ?? name,
    topicId: topic?.id ?? topicId,
    errorCode,
  });
  if (
    cluster.faults.isDenied('cluster') ||
    cluster.faults.isDenied('topic', topic?.name ?? name ?? undefined)
  )
    return result(codes.TOPIC_AUTHORIZATION_FAILED);
  if (!topic) return result(name === null ? codes.UNKNOWN_TOPIC_ID : codes.UNKNOWN_TOPIC_OR_PARTITION);
  if (cluster.brokerConfig('delete.topic.enable') === 'false') return result(codes.TOPIC_DELETION_DISABLED);
  cluster.deleteTopic(topic.name);
  return result(codes.NONE);
};

export const deleteTopics = defineApi({
  key: 20,
  name: 'DeleteTopics',
  versions: [1, 6],
  flexible: 4,
  read(r, version, f) {
    const topics: readonly Wanted[] =
      version >= 6
        ? readList(r, f, entry => ({name: entry.readNullableString(f), topicId: entry.readUUID()}))
        : (readValuesOrNull(r, f, value => value.readString(f)) ?? []).map(name => ({name, topicId: null}));
    return {topics, timeoutMs: r.readInt32()};
  },
  async handle({topics, timeoutMs}, context) {
    const {cluster, broker, signal} = context;
    const all = (errorCode: number) => topics.map(topic => ({...topic, errorCode}));
    if (cluster.options.mode === 'zookeeper' && cluster.controller !== broker)
      return all(codes.NOT_CONTROLLER);
    if (!cluster.isQuorumUp) {
      await timeOut(timeoutMs, cluster.clock, signal);
      return all(codes.REQUEST_TIMED_OUT);
    }
    return topics.map(topic => remove(topic, context));
  },
  write(w, topics, version, f) {
    w.appendInt32(0);
    writeList(w, f, topics, (entry, {name, topicId, errorCode}) => {
      entry.appendString(version >= 6 ? name : (name ?? ''), f);
      if (version >= 6) entry.appendUUID(topicId);
      entry.appendInt16(errorCode);
      if (version >= 5) entry.appendString(null, f);
    });
  },
});
