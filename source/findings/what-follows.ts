import type {CoordinatorFate, Impact, WhyNone} from '../model/impact.ts';
import type {Picture} from '../model/picture.ts';
import {named, quorumDown, verb} from './subjects.ts';

/**
 * The words for what follows when brokers stop, as clauses without a full stop: the card that is asked and the
 * confirmation that warns say the same of the same.
 */

const reasons: Readonly<Record<WhyNone, string>> = {
  'no-replica': 'no replica elsewhere',
  'none-in-sync': 'no other replica in sync',
  'nobody-elects': 'nobody elects another leader',
};

export const whys: readonly WhyNone[] = ['no-replica', 'none-in-sync', 'nobody-elects'];

export const lost = (where: string, why: WhyNone): string =>
  `${where} can be neither read nor written (${reasons[why]})`;

/**
 * Producers that wait for all are refused where too few stay in sync. Where nobody is left who takes a stopped replica
 * out of the in-sync set, the leader waits for it, and readers see nothing new either.
 */
export const refusedAll = (where: string, {isElecting}: Impact): readonly [string, string] =>
  isElecting
    ? [
        `acks=all is refused in ${where} (below min.insync.replicas)`,
        'what acks=1 writes there stays unreadable until enough are in sync again (Kafka 3.7 on)',
      ]
    : [
        `acks=all waits in vain in ${where} (the stopped replica stays in the in-sync set)`,
        'what acks=1 writes there stays unreadable until it is out of the set, or back',
      ];

export const unsureAll = (where: string): string =>
  `acks=all may be refused in ${where} (min.insync.replicas is not known)`;

/** What becomes of the coordinator of so many groups. */
export const fateText = (fate: Exclude<CoordinatorFate, 'stays'>, groups: number): string => {
  const moves = verb(groups, 'its coordinator moves', 'their coordinators move');
  switch (fate) {
    case 'frozen':
      return `nobody coordinates ${verb(groups, 'it', 'them')}, so no member joins and nothing is committed`;
    case 'moves':
      return `${moves}, and members go on`;
    case 'unknown':
      return `whether ${moves} is not known`;
  }
};

export const noneLeft = 'No other broker answers: nothing can be read or written.';

export const alsoUnknown = (topics: readonly string[]): string =>
  `${named(topics)} could not be read: ${verb(topics.length, 'it', 'they')} may be touched, too.`;

/** Whether there is still somebody who elects leaders when these containers stop, too. */
export const isElectingWithout = (picture: Picture, containers: readonly string[]): boolean =>
  quorumDown(picture, containers).length === 0;

/** What is not done while ZooKeeper or the controllers are away; null where enough of them stay. */
export const withoutQuorum = (picture: Picture, containers: readonly string[]): string | null => {
  const down = quorumDown(picture, containers);
  if (down.length === 0) return null;
  const names = named(down.map(({name}) => name));
  return `Without ${names} no leader is elected, no topic is made and no in-sync set changes; brokers that run go on serving.`;
};
