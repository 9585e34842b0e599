import assert from 'node:assert/strict';
import {bringBack} from '../../source/actions/lab/bring-back.ts';
import {createComposeClient} from '../../source/clients/compose/client.ts';
import {offsetCommit} from '../../source/clients/kafka/apis.ts';
import {systemClock} from '../../source/clock.ts';
import {coordinatorOf, coordinatorPartition, offsetsTopic} from '../../source/model/coordinator.ts';
import {type Impact, impactOf, type PartitionImpact} from '../../source/model/impact.ts';
import type {Picture} from '../../source/model/picture.ts';
import {isUnknown, known} from '../../source/model/reading.ts';
import {readOffsets} from '../../source/queries/offsets.ts';
import {startProduce} from '../../source/workloads/produce.ts';
import {until} from '../real/support.ts';
import {once} from '../support/contract/change.ts';
import {electPreferred} from '../support/contract/containers.ts';
import {commitAlone} from '../support/contract/groups.ts';
import type {Hand} from '../support/contract/hand.ts';
import {isReal} from '../support/contract/lab.ts';
import {randomOf} from '../support/contract/random.ts';
import {runContract} from '../support/contract/suite.ts';

/** The practice lab has its third broker, so that a second one can stop; 200 placements there, fewer on a real lab. */
const ids = isReal ? [1, 2] : [1, 2, 3];
/** Who stops, one after the other: of two the first is no longer in sync then. One that clients know by name stays. */
const rounds = isReal
  ? [[1], [2]]
  : [
      [1, 3],
      [3, 2],
    ];
const topicCount = isReal ? 30 : 100;
const inEach = 2;
/**
 * How long (ms) an event is tried before its partition counts as one that takes none: a real broker may have to wait for
 * a new controller before it gives a producer its id.
 */
const patience = isReal ? 15_000 : 4000;

interface Placed {
  readonly hand: Hand;
  readonly topics: readonly string[];
  readonly groups: readonly string[];
  readonly random: () => number;
  /** Gives the coordinators the replicas that they had. */
  readonly putBack: () => Promise<void>;
}

const placeName = (topic: string, partition: number): string => `${topic}-${partition}`;

const shuffled = (list: readonly number[], random: () => number): number[] =>
  list
    .map(id => ({id, order: random()}))
    .sort((one, other) => one.order - other.order)
    .map(({id}) => id);

/** Places of a topic's partitions, which all have as many replicas. */
const placements = (random: () => number): number[][] => {
  const count = 1 + Math.floor(random() * ids.length);
  return Array.from({length: inEach}, () => shuffled(ids, random).slice(0, count));
};

/** Replicas of every partition of the topics, and of those that are asked for besides. */
const replicasOf = async ({hand, topics}: Pick<Placed, 'hand' | 'topics'>, also: readonly string[] = []) =>
  (await hand.metadata()).topics
    .filter(({name}) => topics.includes(name) || also.includes(name))
    .flatMap(({name, partitions}) =>
      isUnknown(partitions) ? [] : partitions.map(partition => ({...partition, topic: name})),
    );

const reassign = async (
  hand: Hand,
  places: readonly {
    readonly topic: string;
    readonly partition: number;
    readonly replicas: readonly number[];
  }[],
): Promise<void> => {
  const admin = await hand.admin();
  const byName = Map.groupBy(places, ({topic}) => topic);
  await admin.alterPartitionReassignments({
    topics: [...byName].map(([topic, each]) => ({
      topic,
      partitionAssignment: each.map(({partition, replicas}) => ({partition, replicas: [...replicas]})),
    })),
  });
  await until(
    'the replicas are where they were asked to be',
    async () => {
      const now = await replicasOf({hand, topics: [...byName.keys()]});
      return places.filter(
        ({topic, partition, replicas}) =>
          now.find(each => each.topic === topic && each.id === partition)?.replicas.join() !==
          replicas.join(),
      );
    },
    wrong => wrong.length === 0,
    60_000,
  );
};

/** Topics at random, groups that have committed to them, and coordinators of some groups that no other broker can follow. */
const place = async (hand: Hand, seed: number): Promise<Placed> => {
  const random = randomOf(seed);
  const admin = await hand.admin();
  const topics = Array.from({length: topicCount}, () => hand.name('placed'));
  await admin.createTopics({
    waitForLeaders: false,
    timeout: 30_000,
    topics: topics.map(topic => ({
      topic,
      replicaAssignment: placements(random).map((replicas, partition) => ({partition, replicas})),
      configEntries: [{name: 'min.insync.replicas', value: String(1 + Math.floor(random() * ids.length))}],
    })),
  });
  await until(
    'every partition has its leader',
    () => replicasOf({hand, topics}),
    found => found.length === topicCount * inEach && found.every(({leader}) => leader !== null),
  );
  // The first commit makes the topic of the commits; each group has a partition of it of its own.
  await commitAlone(hand, hand.group(), topics[0] ?? '', 0);
  const offsets = await replicasOf({hand, topics: []}, [offsetsTopic]);
  const byPartition = new Map<number, string>();
  while (byPartition.size < 2 * ids.length) {
    const group = hand.group();
    byPartition.set(coordinatorPartition(group, offsets.length), group);
  }
  const groups = [...byPartition.values()];
  for (const [index, group] of groups.entries()) await commitAlone(hand, group, topics[index] ?? '', 0);
  const alone = ids.map((id, index) => ({
    topic: offsetsTopic,
    partition: coordinatorPartition(groups[index] ?? '', offsets.length),
    replicas: [id],
  }));
  const before = offsets
    .filter(({id}) => alone.some(({partition}) => partition === id))
    .map(({id, replicas}) => ({topic: offsetsTopic, partition: id, replicas}));
  await reassign(hand, alone);
  return {
    hand,
    topics,
    groups,
    random,
    putBack: async () => {
      await reassign(hand, before);
      await admin.deleteTopics({topics: [...topics], timeout: 20_000});
    },
  };
};

/** Gives partitions with several replicas another one that is preferred: it does not lead them yet. */
const turn = async (placed: Placed): Promise<void> => {
  const {hand, random} = placed;
  const several = (await replicasOf(placed)).filter(({replicas}) => replicas.length > 1 && random() < 0.5);
  if (several.length > 0)
    await reassign(
      hand,
      several.map(({topic, id, replicas}) => ({topic, partition: id, replicas: shuffled(replicas, random)})),
    );
};

/** What is foretold by a picture in which the settings were read, too: those have a slower clock. */
const foretell = ({hand, topics}: Placed, broker: number): Promise<{picture: Picture; impact: Impact}> =>
  once(hand, async (_, {kafkaFeed, picture}) => {
    await until(
      'the settings and the groups are read',
      async () => {
        await kafkaFeed.poll();
        const now = picture();
        const unread = now.topics.filter(
          ({name, minInsync}) => topics.includes(name) && isUnknown(minInsync),
        );
        return {unread: unread.length, missing: now.groupsMissing};
      },
      ({unread}) => unread === 0,
    );
    return {picture: picture(), impact: impactOf(picture(), [broker], true)};
  });

/** Which partitions take an event now, by `topic-partition`; the others refuse it until patience ends. */
const takenBy = async ({hand, topics}: Placed, acks: 'all' | 1): Promise<ReadonlySet<string>> => {
  const taken = new Set<string>();
  await Promise.all(
    topics.map(async topic => {
      const job = startProduce({
        client: hand.kafka,
        clock: systemClock,
        topic,
        acks,
        deliveryTimeout: patience,
        events: Array.from({length: inEach}, (_, partition) => ({
          key: null,
          value: Buffer.from('v'),
          headers: [],
          partition,
        })),
        onStored: (_, partition) => void taken.add(placeName(topic, partition)),
      });
      await job.done;
    }),
  );
  return taken;
};

/** Whether some broker that is left takes a commit of the group: it coordinates it. */
const commits = async (
  hand: Hand,
  left: readonly number[],
  group: string,
  topic: string,
): Promise<boolean> => {
  const partitions = [
    {partitionIndex: 0, committedOffset: 0n, committedLeaderEpoch: -1, committedMetadata: null},
  ];
  const codes = await Promise.all(
    left.map(async id => {
      const link = await hand.link(id);
      const {topics} = await link.call(offsetCommit, [group, -1, '', null, [{name: topic, partitions}]]);
      return topics[0]?.partitions[0]?.errorCode;
    }),
  );
  return codes.includes(0);
};

/**
 * Whom each partition has now, in the words of what was foretold; as it was where nothing was foretold. `mayLead` are all
 * that may lead it: the lab gives leaders back to their preferred replicas by itself, at moments of its own, and so one
 * that kept its leader may have its preferred one by now.
 */
const expectedOf = (picture: Picture, {topics}: Impact, names: readonly string[]) =>
  new Map(
    picture.topics
      .filter(({name}) => names.includes(name))
      .flatMap(({name, partitions}) =>
        (known(partitions) ?? []).map(({id, leader, isr, replicas}) => {
          const said: PartitionImpact | undefined = topics
            .find(({topic}) => topic === name)
            ?.partitions.find(each => each.id === id);
          const now = said ? said.leader : leader;
          const left = (said ?? {isr}).isr;
          const isKept = now !== null && now === leader;
          const preferred = replicas.slice(0, 1).filter(each => isKept && left.includes(each));
          return [
            placeName(name, id),
            {leader: now, mayLead: [now, ...preferred], isr: now === null ? null : [...left].sort().join()},
          ] as const;
        }),
      ),
  );

/** Up to where each partition can be read now, by `topic-partition`; null where its leader does not say. */
const readableEnds = async (
  placed: Placed,
  left: readonly number[],
): Promise<ReadonlyMap<string, number | null>> => {
  const now = await replicasOf(placed);
  const answers = await Promise.all(
    left.map(async broker =>
      readOffsets(
        await placed.hand.link(broker),
        now.filter(({leader}) => leader === broker).map(({topic, id}) => ({topic, partition: id})),
        'latest',
      ),
    ),
  );
  return new Map(
    answers
      .flat()
      .map(({topic, partition, offset}) => [placeName(topic, partition), known(offset) ?? null] as const),
  );
};

const hasHappened = async (
  placed: Placed,
  {picture, impact}: {readonly picture: Picture; readonly impact: Impact},
  left: readonly number[],
  what: string,
): Promise<void> => {
  const {hand, topics, groups} = placed;
  const expected = expectedOf(picture, impact, topics);
  await until(
    `${what}: leaders and in-sync sets are as foretold`,
    async () =>
      (await replicasOf(placed)).flatMap(({topic, id, leader, isr, replicas}) => {
        const said = expected.get(placeName(topic, id));
        const now = {leader, isr: leader === null ? null : [...isr].sort().join()};
        return said?.mayLead.includes(now.leader) && said.isr === now.isr
          ? []
          : [{topic, id, replicas, said, now}];
      }),
    wrong => wrong.length === 0,
  );
  // All of them: those that are not touched have to go on.
  const impacts = new Map(
    impact.topics.flatMap(({topic, partitions}) =>
      partitions.map(each => [placeName(topic, each.id), each] as const),
    ),
  );
  const names = [...expected.keys()];
  const isLed = (name: string): boolean => expected.get(name)?.leader !== null;
  const resting = names.filter(name => isLed(name) && impacts.get(name)?.takesAll === false);
  const endsBefore = await readableEnds(placed, left);
  const [all, one] = await Promise.all([takenBy(placed, 'all'), takenBy(placed, 1)]);
  const endsAfter = await readableEnds(placed, left);
  assert.deepEqual(
    resting.filter(name => one.has(name) && endsAfter.get(name) !== endsBefore.get(name)),
    [],
    `${what}: below min.insync.replicas nobody reads what acks=1 writes`,
  );
  const wrong = names.flatMap(name => {
    const said = impacts.get(name);
    const wanted = {one: isLed(name), all: said ? said.takesAll : all.has(name)};
    const now = {one: one.has(name), all: all.has(name)};
    return now.one === wanted.one && now.all === wanted.all ? [] : [{name, wanted, now, said}];
  });
  assert.deepEqual(wrong, [], `${what}: what takes events with acks=1 and acks=all`);
  for (const id of left) {
    // Below min.insync.replicas the high watermark rests (Kafka 3.7 on), and a new leader may not know it yet.
    const led = (await replicasOf(placed)).filter(
      ({topic, id: partition, leader}) => leader === id && all.has(placeName(topic, partition)),
    );
    const ends = await readOffsets(
      await hand.link(id),
      led.map(({topic, id: partition}) => ({topic, partition})),
      'latest',
    );
    assert.deepEqual(
      ends.filter(({offset}) => isUnknown(offset)),
      [],
      `${what}: broker ${id} lets its partitions be read`,
    );
  }
  const now = await replicasOf(placed);
  for (const [index, group] of groups.entries()) {
    const topic = topics[index] ?? '';
    const said = impact.groups.find(each => each.group === group);
    // What could not be read before is no impact.
    const isLost = now.some(
      ({topic: name, id, replicas, leader}) =>
        name === topic && id === 0 && leader === null && impact.brokers.some(each => replicas.includes(each)),
    );
    // A group that nobody coordinated was invisible: nothing could be foretold of it.
    const isInvisible = coordinatorOf(picture.world, group) === null;
    assert.deepEqual(
      said?.unreadable ?? [],
      isLost && !isInvisible ? [`${topic}-0`] : [],
      `${what}: what ${group} cannot read`,
    );
    const isFrozen = said?.coordinator === 'frozen' || isInvisible;
    if (isFrozen) assert.equal(await commits(hand, left, group, topic), false, `${what}: ${group} is frozen`);
    else
      await until(
        `${what}: ${group} is coordinated by a broker that is left`,
        () => commits(hand, left, group, topic),
        Boolean,
      );
  }
  assert.ok(
    impact.groups.some(({coordinator}) => coordinator === 'frozen'),
    `${what}: the group that it alone coordinates is frozen`,
  );
};

const whole = ({hand}: Placed): Promise<unknown> =>
  until(
    'every replica is in sync and the preferred leaders lead',
    async () => {
      const {brokers, topics} = await hand.metadata();
      const all = topics.flatMap(({partitions}) => (isUnknown(partitions) ? [] : partitions));
      const behind = all.filter(({isr, replicas}) => isr.length < replicas.length).length;
      if (behind === 0 && brokers.length === ids.length) await electPreferred(hand);
      return {
        brokers: brokers.length,
        behind,
        moved: all.filter(({leader, replicas}) => leader !== replicas[0]).length,
      };
    },
    ({brokers, behind, moved}) => brokers === ids.length && behind === 0 && moved === 0,
    90_000,
  );

runContract('impact', contract => {
  contract(
    'what is foretold for each broker of many random placements is what then happens',
    async (hand, t) => {
      // The same placements in every run of all tests, others with a seed of one's own.
      const seed = Number(process.env.IMPACT_SEED ?? 20_261_128);
      t.diagnostic(`IMPACT_SEED=${seed}`);
      if (ids.includes(3)) {
        const compose = createComposeClient({clock: systemClock, dockerHost: hand.docker.host});
        const {signal} = new AbortController();
        await bringBack({docker: hand.docker, compose, signal}, hand.target, 'kafka3');
        await until(
          'three brokers are there',
          async () => (await hand.metadata()).brokers.length,
          count => count === 3,
        );
      }
      const placed = await place(hand, seed);
      try {
        for (const round of rounds) {
          await turn(placed);
          const stopped: number[] = [];
          try {
            for (const next of round) {
              const foretold = await foretell(placed, next);
              stopped.push(next);
              await hand.docker.act('stop', `kafka${next}`, 60_000);
              const left = ids.filter(each => !stopped.includes(each));
              await hasHappened(placed, foretold, left, `seed ${seed}, stopped ${stopped.join(' and ')}`);
            }
          } finally {
            for (const each of stopped) await hand.docker.act('start', `kafka${each}`, 60_000);
            await whole(placed);
          }
        }
      } finally {
        await placed.putBack();
      }
    },
  );
});
