import {Reader} from '@platformatic/kafka';
import type {Assignment} from '../../model/group.ts';

/*
  ConsumerProtocolAssignment => version [assigned_partitions] user_data
    version => INT16
    assigned_partitions => topic [partitions]
      topic => STRING
      partitions => INT32
    user_data => NULLABLE_BYTES
*/

/**
 * What a member of a classic consumer group was assigned, from the bytes that the group's leader made for it. Empty
 * bytes are no assignment (yet). Throws where the bytes are something else.
 */
export const decodeAssignment = (bytes: Buffer): readonly Assignment[] => {
  if (bytes.length === 0) return [];
  const reader = Reader.from(bytes);
  reader.readInt16();
  return reader.readArray(
    topic => ({
      topic: topic.readString(false),
      partitions: topic.readArray(partition => partition.readInt32(), false, false),
    }),
    false,
    false,
  );
};
