import type {Picture} from '../../model/picture.ts';
import {isUnknown, type Known, type Reading} from '../../model/reading.ts';
import {kafkaTool} from '../command-lines.ts';
import type {Figure, Rule, Subject} from '../finding.ts';
import {named, some, theLab} from '../subjects.ts';

interface Refusal {
  readonly what: string;
  readonly sentence: string;
  readonly subject: Subject | null;
}

const ofReading = (what: string, reading: Reading<unknown>): readonly Refusal[] =>
  (reading.state === 'failed' || reading.state === 'stale') && reading.error.why === 'not-authorised'
    ? [{what, sentence: reading.error.sentence, subject: null}]
    : [];

const ofValue = (what: string, value: Known<unknown>, subject: Subject): readonly Refusal[] =>
  isUnknown(value) && value.unknown === 'not-authorised' ? [{what, sentence: value.sentence, subject}] : [];

const refusals = ({brokers, topics, groups, groupsMissing, world}: Picture): readonly Refusal[] => [
  ...ofReading('the metadata of the cluster', world.metadata),
  ...ofReading('the configurations', world.configs),
  ...ofReading('the controller', world.controller),
  ...brokers.flatMap(({id, state}) => ofValue(`broker ${id}`, state, {kind: 'broker', id: String(id)})),
  ...topics.flatMap(({name, partitions}) => ofValue(`topic ${name}`, partitions, {kind: 'topic', id: name})),
  ...groups.flatMap(({id, partitions}) => ofValue(`group ${id}`, partitions, {kind: 'group', id})),
  ...groupsMissing
    .filter(({why}) => why === 'not-authorised')
    .map(({path, sentence}): Refusal => ({what: `the groups of ${path}`, sentence, subject: null})),
];

/** Something may not be read: shown as refused, never as unknown or empty. */
export const notAuthorised: Rule = {
  id: 'not-authorised',
  rule: 'A broker answered that this user is not authorised.',
  concept:
    'With an authorizer a broker answers only what the user has an ACL for: Describe on topics, groups and the cluster is enough to watch. What is refused is there all the same.',
  find: picture => {
    const all = refusals(picture);
    if (all.length === 0) return [];
    return [
      {
        severity: 'warning',
        subject: theLab,
        also: all.flatMap(({subject}) => subject ?? []),
        sentence: `Not authorised: this user may not read ${named(
          all.map(({what}) => what),
          3,
        )}; that is a refusal and says nothing of what is there.`,
        figures: some(all.map(({what, sentence}): Figure => [what, sentence])),
        commands: [kafkaTool(picture, 'kafka-acls', '--list', 'lists the rules, for who may see them')],
      },
    ];
  },
};
