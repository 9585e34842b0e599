import {bringUp} from './bring-up.ts';
import {createTopic} from './create-topic.ts';
import type {Exercise} from './exercise.ts';
import {failoverGraceful} from './failover-graceful.ts';
import {failoverHard} from './failover-hard.ts';
import {keys} from './keys.ts';
import {retention} from './retention.ts';
import {stopStart} from './stop-start.ts';

/** Every exercise, in the order of the course. A new one is a file and a line above. */
export const exercises: readonly Exercise[] = [
  bringUp,
  stopStart,
  createTopic,
  keys,
  failoverGraceful,
  failoverHard,
  retention,
];

export const exerciseNamed = (id: string): Exercise | undefined => exercises.find(each => each.id === id);
