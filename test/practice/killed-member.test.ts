import path from 'node:path';
import {test} from 'node:test';
import {group, killOneOfThree, sessionTimeout, startMember, topic} from '../support/exchange/group.ts';

const program = path.resolve(import.meta.dirname, '../support/exchange/member.ts');

for (const [client, mode] of [
  ['kafkajs', 'zookeeper'],
  ['platformatic', 'kraft'],
] as const)
  test(`the partitions of a killed member of three, of ${client}, move when its session ends`, context =>
    killOneOfThree(context, mode, bootstrap =>
      startMember([
        process.execPath,
        program,
        client,
        bootstrap.join(),
        topic,
        group,
        String(sessionTimeout),
      ]),
    ));
