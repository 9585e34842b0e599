import type {Picture} from '../model/picture.ts';
import {isUnknown, type Reading} from '../model/reading.ts';
import {command, kafkaTool} from './command-lines.ts';
import type {Finding, Rule} from './finding.ts';
import {named} from './subjects.ts';

/** What reading was refused, as far as the picture tells. */
const refused = ({topics, groups, groupsMissing, world}: Picture): readonly string[] => [
  ...(world.metadata.state === 'failed' && world.metadata.error.why === 'not-authorised'
    ? ['the cluster']
    : []),
  ...topics
    .filter(({partitions}) => isUnknown(partitions) && partitions.unknown === 'not-authorised')
    .map(({name}) => `topic ${name}`),
  ...groups
    .filter(({partitions}) => isUnknown(partitions) && partitions.unknown === 'not-authorised')
    .map(({id}) => `group ${id}`),
  ...groupsMissing.filter(({why}) => why === 'not-authorised').map(({path}) => `groups of ${path}`),
];

/** Something may not be read: shown as refused, never as unknown or empty. */
export const notAuthorised: Rule = {
  id: 'not-authorised',
  find: picture => {
    const what = refused(picture);
    if (what.length === 0) return [];
    return [
      {
        id: 'not-authorised',
        severity: 'warning',
        subject: {kind: 'lab', id: 'access'},
        sentence: `Reading was refused: ${named(what)}.`,
        rule: 'A broker answered that this user is not authorised.',
        figures: what.slice(0, 20).map(each => ['refused', each] as const),
        concept:
          'With an authorizer a broker answers only what the user has an ACL for: Describe on topics, groups and the cluster is enough to watch. What is refused is there all the same.',
        commands: [kafkaTool(picture, 'kafka-acls', '--list', 'lists the rules, for who may see them')],
      },
    ];
  },
};

const failed = (reading: Reading<unknown>): string | undefined =>
  reading.state === 'failed' || reading.state === 'stale' ? reading.error.sentence : undefined;

/** Nobody of the cluster answers. */
export const clusterSilent: Rule = {
  id: 'cluster-silent',
  find: picture => {
    const sentence = failed(picture.world.metadata);
    if (sentence === undefined) return [];
    return [
      {
        id: 'cluster-silent',
        severity: 'critical',
        subject: {kind: 'lab', id: 'cluster'},
        sentence: `No broker tells the metadata: ${sentence}`,
        rule: 'Metadata was asked of every broker that is known, and none answered.',
        figures: [['addresses', picture.world.target?.bootstrap.join(', ') ?? '-']],
        concept:
          'A client needs one broker that answers to find all others. What is shown is what was last read, with its age.',
        commands: [kafkaTool(picture, 'kafka-broker-api-versions', '', 'tries the addresses')],
      },
    ];
  },
};

/** The engine does not answer, while Kafka may. */
export const engineSilent: Rule = {
  id: 'engine-silent',
  find: ({world}): readonly Finding[] => {
    const sentence = failed(world.containers);
    if (sentence === undefined) return [];
    return [
      {
        id: 'engine-silent',
        severity: 'warning',
        subject: {kind: 'lab', id: 'engine'},
        sentence: `The Docker Engine does not answer: ${sentence}`,
        rule: 'Listing containers failed.',
        figures: [['address', world.target?.dockerHost ?? '-']],
        concept:
          'Containers go on running while their engine is away or hangs; only watching and controlling them needs it. Kafka is read over its own connections.',
        commands: [
          command('docker version', 'tries the engine'),
          command('kafka-lab doctor', 'looks at this machine'),
        ],
      },
    ];
  },
};
