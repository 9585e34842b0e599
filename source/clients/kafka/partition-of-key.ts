import {murmur2} from '@platformatic/kafka';

/** The partition of a key, as every Java client works it out: the same key always goes to the same one. */
export const partitionOfKey = (key: Uint8Array, partitions: number): number =>
  (murmur2(Buffer.from(key)) & 0x7fffffff) % partitions;
