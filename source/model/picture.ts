import type {Broker} from './broker.ts';
import {brokersOf} from './brokers-of.ts';
import type {Connector} from './connector.ts';
import type {Container} from './container.ts';
import type {Group} from './group.ts';
import {groupsOf} from './groups-of.ts';
import type {Pipeline} from './pipeline.ts';
import {pipelinesOf} from './pipelines-of.ts';
import {lastValue, type Missing} from './reading.ts';
import type {Topic} from './topic.ts';
import {topicsOf} from './topics-of.ts';
import type {World} from './world.ts';

/** The world, and all that is worked out from it, at one moment. What findings, panes and commands read. */
export interface Picture {
  readonly world: World;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly brokers: readonly Broker[];
  readonly topics: readonly Topic[];
  readonly groups: readonly Group[];
  /** What keeps the list of groups from being whole: coordinators that did not answer or have no leader. */
  readonly groupsMissing: readonly Missing[];
  readonly containers: readonly Container[];
  /** Containers that the lab should have, and the engine has not. */
  readonly absent: readonly Container[];
  readonly connectors: readonly Connector[];
  /** The ways of changes out of PostgreSQL. */
  readonly pipelines: readonly Pipeline[];
}

/** Works out the picture of a world. Pure; callers keep it as long as the world is the same object. */
export const pictureOf = (world: World, now: number): Picture => {
  const brokers = brokersOf(world);
  const {groups, missing} = groupsOf(world, now);
  const topics = topicsOf(world, brokers, groups, missing, now);
  const connectors = [...world.workers.values()].flatMap(reading => lastValue(reading)?.connectors ?? []);
  return {
    world,
    now,
    brokers,
    topics,
    groups,
    groupsMissing: missing,
    containers: lastValue(world.containers) ?? [],
    absent: world.absent,
    connectors,
    pipelines: pipelinesOf(world, connectors, topics, now),
  };
};
