import type {Container} from '../../model/container.ts';
import type {Picture} from '../../model/picture.ts';
import {isUnknown} from '../../model/reading.ts';
import {command, lastLines, revive} from '../command-lines.ts';
import type {CommandLine, Found, Rule} from '../finding.ts';
import {type StartFailure, startFailureOf} from '../start-failures.ts';
import {ago, broker, container, endOf, isDown} from '../subjects.ts';

/** Seconds that ZooKeeper keeps the session of a broker that was killed. */
const session = 18;

/** What is left of the session of the run before, which ended shortly before this one. */
const waitFor = ({finishedAt}: Container, now: number): string => {
  const left = finishedAt === null ? session : Math.ceil(session - (now - finishedAt) / 1000);
  return left > 0
    ? `wait up to ${left} s more, then start it again`
    : 'start it again now: the session has ended';
};

const cureOf = (failure: StartFailure, ended: Container, now: number): string =>
  failure.id === 'node-exists' ? waitFor(ended, now) : failure.cure;

const commandsOf = (failure: StartFailure, picture: Picture, {name}: Container): readonly CommandLine[] => {
  switch (failure.id) {
    case 'cluster-id':
      return [
        command('kafka-lab down --volumes', 'takes the lab down, with all that is stored'),
        command('kafka-lab up', 'brings it up anew'),
      ];
    case 'process-roles':
      return [command('kafka-lab up --kraft', 'brings the KRaft lab up')];
    case 'zookeeper-wait':
      return [...revive(picture, 'zookeeper'), ...revive(picture, name)];
    case 'node-exists':
      return revive(picture, name);
    default:
      return [];
  }
};

/** A container that could not start, for a reason that its log tells. */
export const startFailure: Rule = {
  id: 'start-failure',
  rule: 'A container ended with an error, and its last log lines hold one that is known.',
  concept:
    'Why a container could not start is told by its exit code and the last lines of its log. Starting it again without a change of the cause ends the same way.',
  find: picture =>
    picture.containers
      .filter(({role}) => role === 'lab')
      .flatMap((each): Found[] => {
        const failure = isDown(each) ? startFailureOf(each) : undefined;
        if (!failure) return [];
        const lines = isUnknown(each.lastLog) ? [] : each.lastLog;
        const line = lines.findLast(text => failure.pattern.test(text)) ?? '';
        const home = picture.brokers.find(one => one.container === each.name);
        return [
          {
            severity: 'critical',
            subject: container(each.name),
            also: home ? [broker(home.id)] : [],
            sentence: `${each.name} could not start (${endOf(each)}): ${failure.cause}. What helps: ${cureOf(failure, each, picture.now)}.`,
            figures: [
              ['failure', failure.id],
              ['ended', `${endOf(each)}${ago(each.finishedAt, picture.now)}`],
              ['log', line.trim().slice(0, 300)],
            ],
            commands: [lastLines(picture, each.name), ...commandsOf(failure, picture, each)],
          },
        ];
      }),
};
