import type {Group, GroupPartition} from '../../model/group.ts';
import {type MemberRow, memberRows} from '../../model/member-rows.ts';
import {isUnknown, type Known} from '../../model/reading.ts';
import {groupPartitionTable} from '../../tables/group-partitions.ts';
import {groupTable} from '../../tables/groups.ts';
import {memberTable} from '../../tables/members.ts';
import {groupDetail} from '../details/group.ts';
import {groupPartitionDetail, memberDetail} from '../details/group-parts.ts';
import type {Scene} from '../scene.ts';
import type {Status} from './freshness.ts';
import {definePane} from './pane.ts';
import {statusOf, statusOfAll} from './status.ts';

const status = ({picture}: Scene): Status => {
  const {groups, metadata} = picture.world;
  // Who coordinates is in the metadata: as long as that cannot be read, nobody is asked, and nobody waited for.
  if (groups.size === 0 && metadata.state === 'failed')
    return statusOf(metadata, 'the cluster metadata', picture.now);
  return statusOfAll([...groups.values()], picture.groupsMissing, 'the group coordinators', picture.now);
};

export const groupsPane = definePane<Group>({
  id: 'groups',
  name: 'Consumer groups',
  noun: 'group',
  contexts: ['groups'],
  title: ({picture, glyphs}, shown) => {
    if (picture.groupsMissing.length === 0) return `Consumer groups ${shown.length}`;
    return `Consumer groups ${shown.length === 0 ? '?' : `${glyphs.atLeast}${shown.length}`}`;
  },
  table: () => groupTable,
  rows: ({picture}) => picture.groups,
  status,
  empty: 'No group has ever committed or joined here.',
  subject: group => ({kind: 'group', id: group.id}),
  detail: groupDetail,
});

const selected = (scene: Scene): Group | undefined => {
  const id = groupsPane.look(scene).selected;
  return scene.picture.groups.find(group => group.id === id);
};

const partOf = <T>(scene: Scene, part: (group: Group) => Known<readonly T[]>): readonly T[] => {
  const group = selected(scene);
  const value = group ? part(group) : [];
  return isUnknown(value) ? [] : value;
};

/** Of one group only its own coordinator can say anything; the others keep it from nothing. */
const statusOfPart = <T>(scene: Scene, part: (group: Group) => Known<readonly T[]>): Status => {
  const group = selected(scene);
  if (!group) return status(scene);
  const value = part(group);
  if (isUnknown(value)) return {kind: 'failed', sentence: value.sentence};
  const reading = scene.picture.world.groups.get(group.coordinator);
  return reading ? statusOf(reading, 'the group coordinator', scene.picture.now) : status(scene);
};

export const groupPartitionsPane = definePane<GroupPartition>({
  id: 'group-partitions',
  name: 'Lag by partition',
  noun: 'partition',
  contexts: [],
  title: scene => {
    const group = selected(scene);
    return group ? `Lag of ${group.id}` : 'Lag by partition';
  },
  table: () => groupPartitionTable,
  rows: scene => partOf(scene, group => group.partitions),
  status: scene => statusOfPart(scene, group => group.partitions),
  empty: scene =>
    selected(scene) ? 'The group has committed nothing and reads nothing.' : 'No group is selected.',
  subject: () => null,
  caption: row => `${row.topic}-${row.partition}`,
  detail: (row, scene, width) => groupPartitionDetail(row, selected(scene), scene, width),
});

export const membersPane = definePane<MemberRow>({
  id: 'members',
  name: 'Members',
  noun: 'member',
  contexts: [],
  title: (_scene, shown) => `Members ${shown.length}`,
  table: () => memberTable,
  rows: scene => partOf(scene, memberRows),
  status: scene => statusOfPart(scene, group => group.members),
  empty: scene => (selected(scene) ? 'The group has no member: nobody reads.' : 'No group is selected.'),
  subject: () => null,
  detail: (member, scene, width) => memberDetail(member, selected(scene), scene, width),
});
