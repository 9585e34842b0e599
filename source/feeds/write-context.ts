import type {Place, WriteContext} from '../actions/writes/write.ts';
import {failureFrom} from '../clients/kafka/kafka-error.ts';
import type {Clock} from '../clock.ts';
import {kafkaFailure} from '../errors.ts';
import {partitionKey} from '../model/history.ts';
import type {Picture} from '../model/picture.ts';
import {isUnknown, type Known, unknown} from '../model/reading.ts';
import {readOffsets} from '../queries/offsets.ts';
import type {Watch} from './watch.ts';

const leaderNotAvailable = 5;

const leaderOf = (picture: Picture, {topic, partition}: Place): number | null => {
  const partitions = picture.topics.find(each => each.name === topic)?.partitions;
  if (partitions === undefined || isUnknown(partitions)) return null;
  const leader = partitions.find(each => each.id === partition)?.leader;
  return typeof leader === 'number' ? leader : null;
};

/** What writes to a watched target are planned and done with, at the moment of a picture. */
export const writeContextOf = (
  {target, kafka, connect, docker}: Watch,
  picture: Picture,
  clock: Clock,
): WriteContext => ({
  target,
  kafka,
  connect,
  docker,
  clock,
  picture,
  async offsets(places, of) {
    const found = new Map<string, Known<number | null>>();
    const led = Map.groupBy(places, place => leaderOf(picture, place));
    const ask = async (leader: number | null, own: readonly Place[]): Promise<void> => {
      const broker = picture.brokers.find(each => each.id === leader);
      if (broker?.host == null || broker.port === null) {
        for (const {topic, partition} of own) {
          const {why, sentence} = kafkaFailure(leaderNotAvailable, `${topic}-${partition}`);
          found.set(partitionKey(topic, partition), unknown(why, sentence));
        }
        return;
      }
      try {
        const link = kafka.link({host: broker.host, port: broker.port});
        for (const {topic, partition, offset} of await readOffsets(link, own, of, {channel: 'writes'}))
          found.set(partitionKey(topic, partition), offset);
      } catch (error) {
        const {why, sentence} = failureFrom(error);
        for (const {topic, partition} of own)
          found.set(partitionKey(topic, partition), unknown(why, sentence));
      }
    };
    await Promise.all([...led].map(([leader, own]) => ask(leader, own)));
    return found;
  },
});
