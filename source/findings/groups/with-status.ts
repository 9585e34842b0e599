import type {Group, GroupStatus} from '../../model/group.ts';
import type {Picture} from '../../model/picture.ts';
import {isUnknown, known} from '../../model/reading.ts';
import {describeGroup} from '../command-lines.ts';
import type {Figure, Finding, Found, Rule, Subject} from '../finding.ts';
import {named, plural, some, theLab} from '../subjects.ts';

/** `>= 1,204` where a part is unknown, `?` where all of it is, `-` where there is none. */
const totalOf = (value: Group['lag']): string => {
  if (isUnknown(value)) return '?';
  if (value === null) return '-';
  return `${value.unknownParts > 0 ? '>= ' : ''}${Math.round(value.sum).toLocaleString('en-US')}`;
};

const secondsOf = (value: Group['lagSeconds']): string =>
  isUnknown(value) ? '?' : value === null ? '-' : `${Math.round(value).toLocaleString('en-US')} s`;

/** A group's figures, then the rule that fired for each partition of its status. */
export const groupFigures = (group: Group): readonly Figure[] =>
  some([
    ['state', known(group.state) ?? '?'],
    ['members', String(known(group.members)?.length ?? '?')],
    ['lag', `${totalOf(group.lag)} records, ${secondsOf(group.lagSeconds)}`],
    ['in and out', `${totalOf(group.rateIn)}/s, ${totalOf(group.rateOut)}/s`],
    ...(known(group.partitions) ?? [])
      .filter(row => row.status === group.status)
      .map(row => [`${row.topic}-${row.partition}`, row.statusRule] as const),
  ]);

export const group = (id: string): Subject => ({kind: 'group', id});

/** So many groups of one status have a card each; of more there is one for all. */
const toldAlone = 10;

interface StatusRule {
  readonly status: GroupStatus;
  readonly severity: Finding['severity'];
  /** What is said of a group before the rule that fired, and of many: `has stalled`, `have stalled`. */
  readonly says: readonly [one: string, many: string];
  readonly rule: string;
  readonly concept: string;
}

const commandsFor = (picture: Picture, id: string): Found['commands'] => [
  describeGroup(picture, id),
  describeGroup(picture, id, '--members --verbose'),
];

/** A rule that finds the groups of one status word; the sentence carries what fired in the model. */
export const statusRule = ({status, severity, says, rule, concept}: StatusRule): Rule => ({
  id: `group-${status}`,
  rule,
  concept,
  find: picture => {
    const groups = picture.groups.filter(each => each.status === status);
    const [first] = groups;
    if (!first) return [];
    if (groups.length <= toldAlone)
      return groups.map(each => ({
        severity,
        subject: group(each.id),
        sentence: `Group ${each.id} ${says[0]}: ${each.statusRule}`,
        figures: groupFigures(each),
        commands: commandsFor(picture, each.id),
      }));
    return [
      {
        severity,
        subject: theLab,
        also: groups.map(({id}) => group(id)),
        sentence: `${plural(groups.length, 'group')} ${says[1]}: ${named(groups.map(({id}) => id))}.`,
        figures: some(groups.map(({id, statusRule: fired}) => [id, fired] as const)),
        commands: commandsFor(picture, first.id),
      },
    ];
  },
});
