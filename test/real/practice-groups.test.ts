import {after, before, describe, it, test} from 'node:test';
import {group, killOneOfThree, sessionTimeout, startMember, topic} from '../support/exchange/group.ts';
import {consoleMember} from './support/console-member.ts';
import {startTools, type ToolContainer, toolLines} from './support/practice-tools.ts';

/*
  Groups of three on practice brokers, of programs that nobody here wrote, with one killed.
*/

const settings = {
  'session.timeout.ms': sessionTimeout,
  'heartbeat.interval.ms': sessionTimeout / 10,
  'auto.commit.interval.ms': 100,
  'auto.offset.reset': 'earliest',
} as const;
const pairs = Object.entries(settings).map(([name, value]) => `${name}=${value}`);

for (const mode of ['zookeeper', 'kraft'] as const)
  test(`the partitions of a killed kcat of three move when its session ends, on ${mode}`, context =>
    killOneOfThree(context, mode, bootstrap => {
      const how = ['-q', '-u', '-f', '%p %o\n', ...pairs.flatMap(pair => ['-X', pair])];
      return startMember(['kcat', '-b', bootstrap.join(), ...how, '-G', group, topic]);
    }));

for (const toolLine of toolLines)
  describe(`console consumers of ${toolLine.line}`, () => {
    let tools: ToolContainer;
    before(async () => {
      tools = await startTools(toolLine);
    });
    after(() => tools.remove());

    it('of three one is killed, and its partitions move when its session ends', context =>
      killOneOfThree(context, toolLine.mode, bootstrap => {
        const at = ['--bootstrap-server', bootstrap.join(), '--topic', topic, '--group', group];
        return consoleMember(toolLine.line, tools, pairs, at);
      }));
  });
