import type {PartitionMetadata} from '../../source/model/cluster.ts';
import {partition} from './lab-parts.ts';
import {healthyLab, type SeededLab} from './worlds.ts';

/** A healthy lab that has one more topic, whose partitions hold nothing. */
export const labWith = (
  topic: string,
  partitions: readonly PartitionMetadata[] = [0, 1, 2].map(id => partition(id, [1, 2])),
): SeededLab =>
  healthyLab()
    .metadata(metadata => ({
      ...metadata,
      topics: [...metadata.topics, {name: topic, isInternal: false, partitions}],
    }))
    .poll();
