import type {Group, GroupPartition, Member} from '../../model/group.ts';
import type {Picture} from '../../model/picture.ts';
import {isUnknown, type Unknown} from '../../model/reading.ts';
import {stale} from '../json.ts';
import {type ListShape, missingParts, withheld} from './list.ts';

const memberShape = ({id, clientId, host, assignment}: Member): object => ({
  id,
  clientId,
  host,
  assignment: isUnknown(assignment)
    ? assignment
    : assignment.map(({topic, partitions}) => ({topic, partitions})),
});

const partitionShape = ({topic, partition, committed, end, lag, member}: GroupPartition): object => ({
  topic,
  partition,
  committed,
  end,
  lag,
  member,
});

const groupShape = (group: Group): object => ({
  id: group.id,
  type: group.type,
  state: group.state,
  coordinator: group.coordinator,
  lag: group.lag,
  lagSeconds: group.lagSeconds,
  drainSeconds: group.drainSeconds,
  status: group.status,
  statusRule: group.statusRule,
  members: isUnknown(group.members) ? group.members : group.members.map(memberShape),
  partitions: isUnknown(group.partitions) ? group.partitions : group.partitions.map(partitionShape),
});

const shapeOf = ({world, now}: Picture, group: Group): object => {
  const shape = groupShape(group);
  const reading = world.groups.get(group.coordinator);
  const why: Unknown | undefined = reading && withheld(reading, `Group ${group.id}`, now);
  // Who and where it is stays; each figure of it is old on its own.
  return why ? stale(shape, ['id', 'type', 'coordinator'], why.at ?? group.at, why.sentence) : shape;
};

export const groupsShape = (picture: Picture, chosen: readonly Group[]): ListShape => {
  const {world, now, groupsMissing} = picture;
  const why = withheld(world.metadata, "The cluster's metadata", now);
  const isNothingRead =
    world.groups.size > 0 && picture.groups.length === 0 && groupsMissing.length >= world.groups.size;
  const [first] = groupsMissing;
  if (why && picture.groups.length === 0) return {list: why, missing: []};
  if (isNothingRead && first) return {list: {unknown: first.why, sentence: first.sentence}, missing: []};
  return {
    list: chosen.map(group => shapeOf(picture, group)),
    missing: missingParts('/groups', groupsMissing),
  };
};
