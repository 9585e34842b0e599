import {after, before, describe, it, test} from 'node:test';
import {group, killOneOfThree, sessionTimeout, startMember, topic} from '../support/exchange/group.ts';
import {startTools, type ToolContainer, toolLines} from './support/practice-tools.ts';
import {run} from './support.ts';

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
      killOneOfThree(context, toolLine.mode, (bootstrap, number) => {
        const [property, formatter] =
          toolLine.line === '3.9'
            ? ['--consumer-property', '--property']
            : ['--command-property', '--formatter-property'];
        const at = ['--bootstrap-server', bootstrap.join(), '--topic', topic, '--group', group];
        const shown = ['print.partition=true', 'print.offset=true'].flatMap(each => [formatter, each]);
        const how = pairs.flatMap(pair => [property, pair]);
        // The docker program's own end would leave the tool alone.
        const file = `/tmp/member-${process.pid}-${number}`;
        const keeping = ['sh', '-c', 'echo $$ > "$0"; exec "$@"', file];
        return startMember(tools.within(...keeping, 'kafka-console-consumer', ...at, ...shown, ...how), () =>
          run([...tools.within('sh', '-c', 'kill -9 "$(cat "$0")"', file)]).catch(() => {}),
        );
      }));
  });
