import type {Field} from '../connectors/connector-class.ts';

const common = 'Common';
const errors = 'Error Handling';

/** What every sink is configured with besides. */
export const sinkFields: readonly Field[] = [
  {
    name: 'topics',
    type: 'LIST',
    default: '',
    importance: 'HIGH',
    documentation: 'The topics that are read, with commas between them.',
    group: common,
    width: 'LONG',
    displayName: 'Topics',
    order: 4,
  },
  {
    name: 'topics.regex',
    type: 'STRING',
    default: '',
    importance: 'HIGH',
    documentation: 'An expression that the topics match which are read; instead of topics.',
    group: common,
    width: 'LONG',
    displayName: 'Topics regex',
    order: 4,
  },
  {
    name: 'errors.deadletterqueue.topic.name',
    type: 'STRING',
    default: '',
    importance: 'MEDIUM',
    documentation: 'The topic that records go to which cannot be handled.',
    group: errors,
    width: 'MEDIUM',
    displayName: 'Dead Letter Queue Topic Name',
    order: 6,
  },
  {
    name: 'errors.deadletterqueue.topic.replication.factor',
    type: 'SHORT',
    default: '3',
    importance: 'MEDIUM',
    documentation: 'How many replicas that topic is made with.',
    group: errors,
    width: 'MEDIUM',
    displayName: 'Dead Letter Queue Topic Replication Factor',
    order: 7,
  },
  {
    name: 'errors.deadletterqueue.context.headers.enable',
    type: 'BOOLEAN',
    default: 'false',
    importance: 'MEDIUM',
    documentation: 'Whether such a record says in its headers what went wrong.',
    group: errors,
    width: 'MEDIUM',
    displayName: 'Enable Error Context Headers',
    order: 8,
  },
];
