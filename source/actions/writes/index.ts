import {topicCreate} from './topic-create.ts';
import {topicDelete} from './topic-delete.ts';
import type {Write} from './write.ts';

const all = [topicCreate, topicDelete] as const;

export type WriteId = (typeof all)[number]['id'];

/** Every write of the cluster, in the order of menus and help. A new one is a file and a line above. */
export const writes: readonly Write<WriteId>[] = all;
