import assert from 'node:assert/strict';
import {test} from 'node:test';
import {kafkaTool} from '../../../source/findings/command-lines.ts';
import {healthyLab} from '../../support/worlds.ts';

test('a cluster that is spoken to with a client.properties file has it in every line of Kafka’s tools', () => {
  const picture = healthyLab().picture();
  const target = picture.world.target;
  assert.ok(target);
  const world = {...picture.world, target: {...target, commandConfig: '/etc/my client.properties'}};
  const line = (tool: string): string => kafkaTool({...picture, world}, tool, '--x', 'does it').line;
  assert.match(line('kafka-topics'), / --command-config '\/etc\/my client\.properties' --x$/);
  assert.match(line('kafka-leader-election'), / --admin\.config /);
  assert.ok(!kafkaTool(picture, 'kafka-topics', '', '').line.includes('config'));
});
