import type {Lane} from './lane.ts';

/**
 * Chooses for records without a key: one partition until a batch is full, then the next. Partitions that take nothing
 * now are passed over as long as there are others.
 */
export const createRoundRobin = (batchBytes: number): ((lanes: readonly Lane[]) => Lane | undefined) => {
  let current = 0;
  return lanes => {
    const open = lanes.filter(({leader, refusal}) => leader !== null && refusal === null);
    const choices = open.length > 0 ? open : lanes;
    const lane = choices.find(({partition}) => partition === current);
    if (lane && lane.queuedBytes < batchBytes && lane.queue.length > 0) return lane;
    const next = choices.find(({partition}) => partition > current) ?? choices[0];
    current = next?.partition ?? 0;
    return next;
  };
};
