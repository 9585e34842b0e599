import type {Place, WriteContext} from '../../source/actions/writes/write.ts';
import {createKafkaClient} from '../../source/clients/kafka/client.ts';
import {plaintext} from '../../source/clients/kafka/security.ts';
import {partitionKey} from '../../source/model/history.ts';
import type {Known} from '../../source/model/reading.ts';
import {createFakeClock} from './clock.ts';
import type {SeededLab} from './worlds.ts';

/** What the leaders would answer, by partition key and what was asked for; `undefined` leaves a partition out. */
export type AnswerOffset = (
  place: Place,
  of: 'earliest' | 'latest' | {readonly time: number},
) => Known<number | null> | undefined;

/** A write's context over a seeded lab: no broker is there, and leaders answer as the test says. */
export const writeContext = (lab: SeededLab, answer: AnswerOffset = () => undefined): WriteContext => {
  const clock = createFakeClock(lab.now());
  return {
    target: lab.target,
    clock,
    picture: lab.picture(),
    kafka: createKafkaClient({bootstrap: [], security: plaintext, clock}),
    connect: [],
    docker: null,
    async offsets(places, of) {
      const found = new Map<string, Known<number | null>>();
      for (const place of places) {
        const offset = answer(place, of);
        if (offset !== undefined) found.set(partitionKey(place.topic, place.partition), offset);
      }
      return found;
    },
  };
};
