import type {LabEvent} from '../event.ts';
import type {World} from '../world.ts';
import {changeAt} from './change.ts';
import {diffCluster} from './cluster.ts';
import {diffConfigs} from './configs.ts';
import {diffConnect} from './connect.ts';
import {diffContainers} from './containers.ts';
import {diffGroups} from './groups.ts';

/**
 * What happened between two worlds. Only readings are compared with readings: the first one, and what is not known,
 * make no event. Parts that are the same object are not looked into.
 */
export const diff = (before: World, after: World, at: number): readonly LabEvent[] => {
  const change = changeAt(at);
  return [
    ...diffContainers(before, after, change),
    ...diffCluster(before, after, change),
    ...diffGroups(before, after, change),
    ...diffConnect(before, after, change),
    ...diffConfigs(before, after, change),
  ];
};
