import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {findingsOf} from '../../../source/findings/index.ts';
import {coordinatorPartition, offsetsTopic} from '../../../source/model/coordinator.ts';
import {docker, restore} from '../support/containers.ts';
import {kafkaLab} from '../support/json.ts';
import {describeTopics, reassign, tool} from '../support/kafka-tools.ts';
import {makeSteady, removeSteady, group as steadyGroup} from '../support/steady.ts';
import {realLab} from '../support.ts';
import {type Watched, watchLab} from '../watched.ts';

const lab = realLab();
let watched: Watched;
/** The partition that keeps the group, and the replicas that it had. */
let partition: number;
let replicas: readonly number[] = [];

before(async () => {
  await restore(lab.variant, lab.bootstrap);
  await makeSteady(lab.bootstrap);
  const offsets = await describeTopics(offsetsTopic);
  partition = coordinatorPartition(steadyGroup, offsets.length);
  replicas = offsets.find(each => each.partition === partition)?.replicas ?? [1, 2];
  await reassign(offsetsTopic, partition, [2]);
  watched = watchLab();
});
after(async () => {
  await watched.close();
  await restore(lab.variant, lab.bootstrap);
  await reassign(offsetsTopic, partition, replicas);
  await removeSteady();
});

const isListed = (id: string): boolean => watched.picture().groups.some(each => each.id === id);

test('groups whose coordinator partition has lost its only replica are invisible, not absent, and come back', async () => {
  await watched.until(
    'broker 2 coordinates the group',
    ({groups}) => groups.find(({id}) => id === steadyGroup)?.coordinator === 2,
  );
  await docker('stop', 'kafka2');
  // Kafka may tell before the engine does.
  const picture = await watched.until('the partition has no leader, and why', now => {
    const told = findingsOf(now).map(({id}) => id);
    return told.includes('coordinator-unavailable') && told.includes('broker-stopped');
  });
  const findings = findingsOf(picture);
  assert.equal(findings[0]?.id, 'broker-stopped', 'the cause comes first');
  const finding = findings.find(({id}) => id === 'coordinator-unavailable');
  assert.match(finding?.sentence ?? '', /invisible, not absent/);
  assert.match(finding?.sentence ?? '', new RegExp(steadyGroup));
  assert.ok(!isListed(steadyGroup), 'what it said before is not told as true now');
  assert.match(
    picture.groupsMissing.map(({sentence}) => sentence).join('\n'),
    new RegExp(`partition ${partition} of ${offsetsTopic} are invisible`),
  );
  assert.ok(
    !picture.world.events.some(({kind, subject}) => kind === 'group-deleted' && subject === steadyGroup),
    'the event log does not call it deleted',
  );
  // The other coordinators' groups are there with their figures; those of Connect live on through the other broker.
  await watched.until('the groups of the other broker are read', ({groups, world}) => {
    const reading = world.groups.get(1);
    return reading?.state === 'ready' && groups.some(({id}) => id === 'connect-file-sink');
  });
  const {code, out} = await kafkaLab(['groups', '--json']);
  const printed = JSON.parse(out);
  assert.equal(code, 3, 'answered, but partly');
  assert.ok(printed.missing.some(({path}: {readonly path: string}) => path === '/groups'));
  assert.ok(!printed.groups.some(({id}: {readonly id: string}) => id === steadyGroup));

  await docker('start', 'kafka2');
  await watched.until(
    'the group is back with the lag that it had',
    ({groups, groupsMissing}) => {
      const lag = groups.find(({id}) => id === steadyGroup)?.lag;
      return (
        groupsMissing.length === 0 &&
        typeof lag === 'object' &&
        lag !== null &&
        'sum' in lag &&
        lag.sum === 30
      );
    },
    60_000,
  );
  assert.ok(!findingsOf(watched.picture()).some(({id}) => id === 'coordinator-unavailable'));
  assert.match(await tool('consumer-groups', ['--list'], 'kafka2'), new RegExp(steadyGroup));
});
