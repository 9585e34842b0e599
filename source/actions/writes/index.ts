import {connectorAppend} from './connector-append.ts';
import {connectorCreate, connectorDelete} from './connector-create.ts';
import {
  connectorPause,
  connectorResetOffsets,
  connectorRestart,
  connectorRestartFailed,
  connectorResume,
  connectorStop,
} from './connector-state.ts';
import {groupDelete} from './group-delete.ts';
import {groupDeleteOffsets} from './group-delete-offsets.ts';
import {groupRemoveMember} from './group-remove-member.ts';
import {groupReset} from './group-reset.ts';
import {partitionElect, partitionElectAll} from './partition-elect.ts';
import {partitionCancelReassign, partitionReassign} from './partition-reassign.ts';
import {topicAddPartitions} from './topic-add-partitions.ts';
import {topicConfigure} from './topic-configure.ts';
import {topicCreate} from './topic-create.ts';
import {topicDelete} from './topic-delete.ts';
import {topicEmpty} from './topic-empty.ts';
import type {Write} from './write.ts';

const all = [
  topicCreate,
  topicConfigure,
  topicAddPartitions,
  topicEmpty,
  topicDelete,
  partitionElect,
  partitionElectAll,
  partitionReassign,
  partitionCancelReassign,
  groupReset,
  groupDeleteOffsets,
  groupRemoveMember,
  groupDelete,
  connectorCreate,
  connectorPause,
  connectorResume,
  connectorStop,
  connectorRestart,
  connectorRestartFailed,
  connectorResetOffsets,
  connectorAppend,
  connectorDelete,
] as const;

export type WriteId = (typeof all)[number]['id'];

/** Every write of the cluster, in the order of menus and help. A new one is a file and a line above. */
export const writes: readonly Write<WriteId>[] = all;
