import type {Field} from '../connectors/connector-class.ts';
import {oneOfAnyCase} from './checks.ts';

const once = 'Exactly Once Support';

/** What every source is configured with besides. */
export const sourceFields: readonly Field[] = [
  {
    name: 'topic.creation.groups',
    type: 'LIST',
    default: '',
    importance: 'LOW',
    documentation: 'Groups of settings for the topics that the connector makes.',
    group: 'Topic Creation',
    width: 'LONG',
    displayName: 'Topic Creation Groups',
    order: 1,
  },
  {
    name: 'exactly.once.support',
    type: 'STRING',
    default: 'requested',
    importance: 'MEDIUM',
    documentation: 'Whether the connector has to deliver exactly once.',
    group: once,
    width: 'SHORT',
    displayName: 'Exactly once support',
    order: 2,
    check: oneOfAnyCase('REQUESTED', 'REQUIRED'),
  },
  {
    name: 'transaction.boundary',
    type: 'STRING',
    default: 'poll',
    importance: 'MEDIUM',
    documentation: "Where a transaction of the connector's ends.",
    group: once,
    width: 'SHORT',
    displayName: 'Transaction Boundary',
    order: 3,
    check: oneOfAnyCase('INTERVAL', 'POLL', 'CONNECTOR'),
  },
  {
    name: 'transaction.boundary.interval.ms',
    type: 'LONG',
    default: null,
    importance: 'LOW',
    documentation: 'How long one lasts, where time decides.',
    group: once,
    width: 'SHORT',
    displayName: 'Transaction boundary interval',
    order: 4,
  },
  {
    name: 'offsets.storage.topic',
    type: 'STRING',
    default: null,
    importance: 'LOW',
    documentation: "A topic for the connector's offsets alone; without it, the worker's.",
    group: 'offsets.topic',
    width: 'LONG',
    displayName: 'Offsets topic',
    order: 1,
  },
];
