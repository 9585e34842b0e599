import type {Consumer} from 'kafkajs';
import type {Security} from '../clients/kafka/security.ts';
import type {Clock} from '../clock.ts';
import {type Cord, createCord} from './consume/cord.ts';
import {openKafkajs} from './consume/kafkajs.ts';

/** When it commits: every five seconds as clients do by themselves, after each record, or never. */
export type CommitStyle = 'interval' | 'record' | 'never';

export interface ConsumeOptions {
  /** `host:port` of brokers to begin with. */
  readonly bootstrap: readonly string[];
  readonly security: Security;
  readonly clock: Clock;
  readonly group: string;
  readonly topics: readonly string[];
  /** The client id that its member has: `consumer-1`. */
  readonly name: string;
  /** Records a second at most; null: as fast as they come. */
  readonly rate: number | null;
  readonly commit: CommitStyle;
  /** Milliseconds without a heartbeat until the group goes on without it. */
  readonly sessionTimeout?: number;
  readonly onChange?: () => void;
}

/** `waiting`: it could not join, or was thrown out, and tries again. */
export type ConsumerState = 'joining' | 'reading' | 'stalled' | 'waiting' | 'stopped' | 'killed';

export interface ConsumerProgress {
  readonly state: ConsumerState;
  /** Records that it has worked on. */
  readonly records: number;
  readonly assignment: readonly {readonly topic: string; readonly partitions: readonly number[]}[];
  /** Why it waits; null where it does not. */
  readonly trouble: string | null;
}

/** One member of a consumer group, that reads and forgets. */
export interface DemoConsumer {
  readonly name: string;
  readonly group: string;
  progress(): ConsumerProgress;
  setRate(rate: number | null): void;
  /** It stays in the group, with its heartbeats, and reads nothing; or reads on. */
  setStalled(isStalled: boolean): void;
  /** Leaves the group. */
  stop(): void;
  /** Is gone without a word, as a process that was killed: the group waits until its session has ended. */
  kill(): void;
  /** Resolves when it is gone. */
  readonly ended: Promise<void>;
}

const defaultSession = 15_000;
const heartbeatEvery = 1000;
const retryEvery = 1000;
const commitEvery = 5000;
const leavePatience = 3000;
/** A slow one would else work for minutes on what it got of one partition, while its others stood still. */
const bytesPerPartition = 1024;
/** It cannot leave before its last fetch has been answered. */
const longestFetch = 500;

/** Starts a consumer; what it meets is told by its progress, and it goes on trying until it is stopped or killed. */
export const startConsumer = (options: ConsumeOptions): DemoConsumer => {
  const {clock, group, topics, name, commit, onChange = () => {}} = options;
  const ending = new AbortController();
  let {rate} = options;
  let isStalled = false;
  let isKilled = false;
  let cord: Cord | undefined;
  let consumer: Consumer | undefined;
  let progress: ConsumerProgress = {state: 'joining', records: 0, assignment: [], trouble: null};

  const change = (changes: Partial<ConsumerProgress>): void => {
    progress = {...progress, ...changes};
    onChange();
  };
  const active = (): ConsumerState => (isStalled ? 'stalled' : 'reading');

  /** Takes its time for a record, with a heartbeat where that is long. */
  const work = async (heartbeat: () => Promise<void>): Promise<void> => {
    let left = rate === null ? 0 : 1000 / rate;
    while (left > 0 && !ending.signal.aborted) {
      const slice = Math.min(left, heartbeatEvery);
      await clock.sleep(slice, ending.signal).catch(() => {});
      left -= slice;
      if (left > 0) await heartbeat();
    }
    if (!ending.signal.aborted) change({records: progress.records + 1});
  };

  const hold = (member: Consumer): void => {
    const all = topics.map(topic => ({topic}));
    if (isStalled) member.pause(all);
    else member.resume(all);
  };

  /** One membership, from joining until it is over; what ended it, where that was trouble. */
  const join = async (): Promise<string | null> => {
    cord = createCord();
    const kafka = await openKafkajs({...options, clientId: name, cord});
    const member = kafka.consumer({
      groupId: group,
      allowAutoTopicCreation: false,
      sessionTimeout: options.sessionTimeout ?? defaultSession,
      rebalanceTimeout: options.sessionTimeout ?? defaultSession,
      heartbeatInterval: heartbeatEvery,
      maxBytesPerPartition: bytesPerPartition,
      maxWaitTimeInMs: longestFetch,
      // Another one is made below: one that starts itself again outlives its own disconnect.
      retry: {initialRetryTime: 300, retries: 3, restartOnFailure: async () => false},
    });
    consumer = member;
    const over = new Promise<string | null>(resolve => {
      ending.signal.addEventListener('abort', () => resolve(null), {once: true});
      member.on('consumer.crash', ({payload}) => resolve(payload.error.message));
    });
    member.on('consumer.group_join', ({payload}) => {
      const assignment = Object.entries(payload.memberAssignment)
        .map(([topic, partitions]) => ({topic, partitions: partitions.toSorted((a, b) => a - b)}))
        .filter(({partitions}) => partitions.length > 0);
      change({state: active(), assignment, trouble: null});
    });
    try {
      await member.connect();
      await member.subscribe({topics: [...topics], fromBeginning: true});
      await member.run({
        autoCommit: commit !== 'never',
        ...(commit === 'record' ? {autoCommitThreshold: 1} : {autoCommitInterval: commitEvery}),
        eachMessage: ({heartbeat}) => work(heartbeat),
      });
      hold(member);
      return await over;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    } finally {
      consumer = undefined;
      // Of one that was killed the connections are cut: it can tell nobody that it goes.
      const leaving = member.disconnect().catch(() => {});
      if (!isKilled) await Promise.race([leaving, clock.sleep(leavePatience)]);
      // Where no broker hears it, it would go on trying.
      cord.cut();
    }
  };

  const membership = async (): Promise<void> => {
    while (!ending.signal.aborted) {
      const trouble = await join();
      if (ending.signal.aborted) break;
      change({state: 'waiting', assignment: [], trouble});
      await clock.sleep(retryEvery, ending.signal).catch(() => {});
    }
    change({state: isKilled ? 'killed' : 'stopped', assignment: [], trouble: null});
  };

  return {
    name,
    group,
    progress: () => progress,
    setRate(next) {
      rate = next;
      onChange();
    },
    setStalled(next) {
      isStalled = next;
      if (consumer) hold(consumer);
      if (progress.state === 'reading' || progress.state === 'stalled') change({state: active()});
    },
    stop: () => ending.abort(),
    kill() {
      isKilled = true;
      cord?.cut();
      ending.abort();
    },
    ended: membership(),
  };
};
