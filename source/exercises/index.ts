import type {Picture} from '../model/picture.ts';
import {acks} from './acks.ts';
import {batching} from './batching.ts';
import {bringUp} from './bring-up.ts';
import {changeCapture} from './change-capture.ts';
import {compaction} from './compaction.ts';
import {coordinator} from './coordinator.ts';
import {createTopic} from './create-topic.ts';
import {deadMember} from './dead-member.ts';
import type {Exercise} from './exercise.ts';
import {failoverGraceful} from './failover-graceful.ts';
import {failoverHard} from './failover-hard.ts';
import {fileConnect} from './file-connect.ts';
import {groups} from './groups.ts';
import {keys} from './keys.ts';
import {morePartitions} from './more-partitions.ts';
import {mythConsumed} from './myth-consumed.ts';
import {mythNewBroker} from './myth-new-broker.ts';
import {mythOnePartition} from './myth-one-partition.ts';
import {mythOrder} from './myth-order.ts';
import {noKey} from './no-key.ts';
import {offsets} from './offsets.ts';
import {preferredLeaders} from './preferred-leaders.ts';
import {quorumDown} from './quorum-down.ts';
import {reset} from './reset.ts';
import {retention} from './retention.ts';
import {slowConsumer} from './slow-consumer.ts';
import {stopStart} from './stop-start.ts';
import {thirdBroker} from './third-broker.ts';
import {twoAddresses} from './two-addresses.ts';

/** Every exercise, in the order of the course. A new one is a file and a line above. */
export const exercises: readonly Exercise[] = [
  bringUp,
  stopStart,
  twoAddresses,
  createTopic,
  keys,
  noKey,
  offsets,
  batching,
  acks,
  failoverGraceful,
  failoverHard,
  coordinator,
  groups,
  deadMember,
  slowConsumer,
  reset,
  retention,
  compaction,
  morePartitions,
  preferredLeaders,
  thirdBroker,
  fileConnect,
  changeCapture,
  quorumDown,
  mythConsumed,
  mythOnePartition,
  mythNewBroker,
  mythOrder,
];

export const exerciseNamed = (id: string): Exercise | undefined => exercises.find(each => each.id === id);

/** Topics whose records have to be read for an exercise to be judged. */
export const topicsRead = (id: string, picture: Picture): readonly string[] =>
  exerciseNamed(id)?.reads?.(picture) ?? [];
