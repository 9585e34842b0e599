import type {Group} from '../../model/group.ts';
import {memberRows} from '../../model/member-rows.ts';
import type {Picture} from '../../model/picture.ts';
import {isUnknown} from '../../model/reading.ts';
import {groupPartitionTable} from '../../tables/group-partitions.ts';
import {groupTable} from '../../tables/groups.ts';
import {memberTable} from '../../tables/members.ts';
import type {TargetContext} from '../command.ts';
import {ExitError, exitCodes, unmet} from '../exit.ts';
import {nearest} from '../nearest.ts';
import {printLines, printTable, writeLine} from '../print.ts';
import {groupsShape} from '../shapes/groups.ts';
import {withheld} from '../shapes/list.ts';
import {runView} from '../view.ts';

const named = ({groups, groupsMissing}: Picture, id: string): Group => {
  const found = groups.find(group => group.id === id);
  if (found) return found;
  const [missing] = groupsMissing;
  if (missing)
    throw new ExitError(
      exitCodes.partly,
      `Group ${id} was not seen, and not all groups could be listed: ${missing.sentence}`,
      'kafka-lab status says what is wrong.',
    );
  const near = nearest(
    id,
    groups.map(group => group.id),
  );
  throw unmet(`There is no group ${id}.`, near ? `Did you mean ${near}?` : 'kafka-lab groups lists them.');
};

const chosen = (picture: Picture, {names: [id]}: TargetContext): readonly Group[] =>
  id === undefined ? picture.groups : [named(picture, id)];

const printGroup = async (context: TargetContext, group: Group): Promise<void> => {
  await printTable(context, groupTable, [group]);
  await printLines(context, [[{text: group.statusRule, tone: 'muted'}], [{text: ''}]]);
  if (!isUnknown(group.partitions)) await printTable(context, groupPartitionTable, group.partitions);
  await writeLine(context.io.out, '');
  const members = memberRows(group);
  if (!isUnknown(members)) await printTable(context, memberTable, members);
};

export const run = runView({
  read: {isSampled: true},
  see(picture, context) {
    // Brokers that answer while no coordinator has a leader have answered, but partly.
    const isReached =
      !isUnknown(groupsShape(picture, []).list) || !withheld(picture.world.metadata, '', picture.now);
    const {list, missing} = groupsShape(picture, isReached ? chosen(picture, context) : []);
    return {fields: {groups: list}, missing, isReached};
  },
  async print(picture, context) {
    const groups = chosen(picture, context);
    const [group] = groups;
    if (context.names.length > 0 && group) await printGroup(context, group);
    else await printTable(context, groupTable, groups);
  },
});
