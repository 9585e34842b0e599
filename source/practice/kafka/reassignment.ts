import type {Clock} from '../../clock.ts';
import {codes} from './codes.ts';
import {followUp, type Liveness, preferLeader} from './leadership.ts';
import {type Refusal, refuse} from './refusal.ts';
import type {Settings} from './settings/settings.ts';
import {type PartitionState, wake} from './state.ts';
import type {Words} from './words.ts';

/** A partition on its way to other replicas. While it lasts it has both the old and the new ones. */
export interface Reassignment {
  readonly partition: PartitionState;
  /** The replicas that it had, and the ones it shall have. */
  readonly origin: readonly number[];
  readonly target: readonly number[];
  readonly adding: readonly number[];
  readonly removing: readonly number[];
  /** How many bytes each new replica has. */
  readonly copied: Map<number, number>;
}

export interface ReassignmentOptions {
  readonly clock: Clock;
  readonly live: Liveness;
  readonly isQuorumUp: () => boolean;
  readonly words: Words;
  /** How much a new replica copies in a second. */
  readonly bytesPerSecond: (partition: PartitionState, replica: number) => number;
}

export interface Reassignments {
  readonly all: readonly Reassignment[];
  of(partition: PartitionState): Reassignment | undefined;
  /** Begins one, or changes the goal of the one that is under way. */
  start(partition: PartitionState, target: readonly number[]): void;
  /** Goes back to the replicas that there were. Refused where there is none. */
  cancel(partition: PartitionState): Refusal;
  /** The topic is gone. */
  drop(partition: PartitionState): void;
  close(): void;
}

const stepMs = 100;
/** Even an empty replica takes a moment: the controller tells it, it asks its leader, the ISR is written down. */
const leastSteps = 5;

export const createReassignments = (options: ReassignmentOptions): Reassignments => {
  const {clock, live} = options;
  let moves: readonly Reassignment[] = [];
  let stop: (() => void) | null = null;

  const end = (move: Reassignment): void => {
    moves = moves.filter(other => other !== move);
    if (moves.length > 0) return;
    stop?.();
    stop = null;
  };

  const moveTo = (partition: PartitionState, replicas: readonly number[]): void => {
    partition.replicas = replicas;
    partition.isr = replicas.filter(id => partition.isr.includes(id));
    // The leader of a partition that is no longer its own hands over to the first that is in sync.
    if (!replicas.includes(partition.leader)) {
      partition.leader = partition.isr.find(id => live.isRegistered(id)) ?? -1;
      partition.epoch += 1;
    }
    followUp(partition, live);
  };

  const step = (move: Reassignment): void => {
    const {partition, target, adding, copied} = move;
    if (!live.isUp(partition.leader)) return;
    for (const id of adding) {
      if (partition.isr.includes(id) || !live.isUp(id)) continue;
      const {bytes} = partition.log;
      const rate = Math.min(options.bytesPerSecond(partition, id), (bytes / leastSteps) * (1000 / stepMs));
      const more = Math.max(1, (rate * stepMs) / 1000);
      const has = (copied.get(id) ?? 0) + more;
      copied.set(id, Math.min(has, bytes));
      if (has < bytes) continue;
      partition.isr = partition.replicas.filter(other => other === id || partition.isr.includes(other));
      wake(partition);
    }
    if (!target.every(id => partition.isr.includes(id))) return;
    end(move);
    moveTo(partition, target);
  };

  const tick = (): void => {
    if (options.isQuorumUp()) for (const move of moves) step(move);
  };

  const of = (partition: PartitionState): Reassignment | undefined =>
    moves.find(move => move.partition === partition);

  return {
    get all() {
      return moves;
    },
    of,
    start(partition, target) {
      const before = of(partition);
      const origin = before?.origin ?? partition.replicas;
      const copied = before?.copied ?? new Map<number, number>();
      if (before) moves = moves.filter(other => other !== before);
      const adding = target.filter(id => !origin.includes(id));
      const removing = origin.filter(id => !target.includes(id));
      partition.replicas = [...target, ...removing];
      partition.isr = partition.replicas.filter(id => partition.isr.includes(id));
      moves = [...moves, {partition, origin, target, adding, removing, copied}];
      stop ??= clock.every(stepMs, tick);
      wake(partition);
    },
    cancel(partition) {
      const move = of(partition);
      if (!move) return refuse(codes.NO_REASSIGNMENT_IN_PROGRESS, options.words.target.notMoving);
      end(move);
      moveTo(partition, move.origin);
      if (partition.leader === -1) preferLeader(partition, live);
      return refuse(codes.NONE);
    },
    drop(partition) {
      const move = of(partition);
      if (move) end(move);
    },
    close() {
      moves = [];
      stop?.();
      stop = null;
    },
  };
};

/** Why a partition cannot move to these replicas; null where it can. */
export const targetProblem = (
  target: readonly number[],
  registered: readonly number[],
  {target: words}: Words,
): Refusal | null => {
  const refused = (message: string): Refusal => refuse(codes.INVALID_REPLICA_ASSIGNMENT, message);
  if (target.length === 0) return refused(words.none);
  if (target.some(id => id < 0)) return refused(words.negative(target));
  const twice = target.find((id, index) => target.indexOf(id) !== index);
  if (twice !== undefined) return refused(words.twice(target, twice));
  const gone = target.filter(id => !registered.includes(id));
  return gone.length === 0 ? null : refused(words.gone(gone, registered));
};

/** What a replica copies in a second where nothing is said: a lab's disks and network, not a data centre's. */
const usualBytesPerSecond = 10 * 1024 * 1024;

/** Whether a topic names a replica (`0:2`, a partition and a broker) as one that its brokers throttle; `*` is all. */
const isThrottled = (list: string, {id}: PartitionState, broker: number): boolean =>
  list.split(',').some(each => each === '*' || each === `${id}:${broker}`);

/**
 * How much a new replica copies in a second: no more than the throttles of its leader and of itself let pass, which
 * hold for those replicas only that the topic names.
 */
export const copyRate = (
  settings: Settings,
  configs: ReadonlyMap<string, string>,
  partition: PartitionState,
  replica: number,
): number => {
  const sides = [
    ['leader', partition.leader],
    ['follower', replica],
  ] as const;
  const throttles = sides.flatMap(([side, broker]) =>
    isThrottled(settings.topic(configs, `${side}.replication.throttled.replicas`), partition, broker)
      ? [settings.broker(`${side}.replication.throttled.rate`, broker)]
      : [],
  );
  return Math.min(usualBytesPerSecond, ...throttles.filter(rate => rate !== '').map(Number));
};
