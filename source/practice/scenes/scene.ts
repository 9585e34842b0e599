import type {NewTopic} from '../kafka/topics.ts';

/** Something that writes to a topic, or a member of a group that reads one; an ordinary client over sockets. */
export type Load =
  | {
      readonly kind: 'producer';
      readonly topic: string;
      readonly perSecond: number;
      /** The key and the value of the record with this number. */
      readonly record: (number: number, now: number) => {readonly key: string; readonly value: string};
    }
  | {
      readonly kind: 'consumer';
      readonly group: string;
      readonly topic: string;
      /** Records that it manages in a second; it falls behind where more are written. */
      readonly perSecond: number;
      /** It leaves after so many ms; it stays where that is left out. */
      readonly leavesAfter?: number;
    };

/** What is in a practice lab and at work when it begins. One is a file, and a line in `index.ts`. */
export interface Scene {
  readonly name: string;
  readonly topics: readonly NewTopic[];
  readonly loads: readonly Load[];
}
