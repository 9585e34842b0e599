import {advertisedListeners} from '../clients/docker/lab.ts';
import type {Picture} from '../model/picture.ts';
import type {Condition, Evidence, Exercise} from './exercise.ts';

/** The address that a broker has for this machine, as Metadata names it. */
const outside = ({brokers}: Picture, id: number): string | undefined => {
  const broker = brokers.find(each => each.id === id);
  return broker?.host == null ? undefined : `${broker.host}:${broker.port ?? '?'}`;
};

/** The other address that its container is told to give out; undefined where it has no other. */
const inside = (picture: Picture, id: number): string | undefined => {
  const name = picture.brokers.find(each => each.id === id)?.container;
  const container = picture.containers.find(each => each.name === name);
  return container === undefined
    ? undefined
    : advertisedListeners(container)
        .map(({host, port}) => `${host}:${port}`)
        .find(address => address !== outside(picture, id));
};

/** Whether an address was asked since the start, and what came of it. */
const wasAsked = ({journal}: Evidence, address: string | undefined, isEnough: RegExp): Condition => {
  if (address === undefined)
    return {isMet: false, sentence: 'The addresses of the broker were not read yet.'};
  const answers = journal
    .filter(({kind, subject}) => kind === 'action' && subject === `ask ${address}`)
    .map(({to}) => to ?? '');
  const found = answers.find(answer => isEnough.test(answer)) ?? answers.at(-1);
  return {
    isMet: found !== undefined && isEnough.test(found),
    sentence: found ?? `Nobody has asked ${address} since the start.`,
  };
};

const answered = /sends clients to/;
const line = (address: string | undefined): string => `kafka-lab ask ${address ?? 'HOST:PORT'}`;

export const twoAddresses: Exercise = {
  id: 'two-addresses',
  chapter: 'The lab',
  title: 'Two addresses, one broker',
  concept:
    'A client begins at one address and is told there where all brokers are; from then on it uses only what it was told. A broker in a container therefore has two listeners, each with an address of its own to give out: one that means something on this machine, and one that means something in the network of the containers. A client that begins at the wrong one connects, and then looks for brokers that it cannot find.',
  against: picture =>
    picture.brokers.length < 2
      ? 'it needs two brokers'
      : inside(picture, 1) === undefined
        ? 'the container of broker 1 gives out no second address'
        : null,
  setup: [],
  steps: [
    {
      id: 'outside',
      text: 'Ask broker 1, at the address that it has for this machine, where it sends clients (x in view 3, Ask an address, Enter).',
      line: picture => line(outside(picture, 1)),
      proof: evidence => [wasAsked(evidence, outside(evidence.picture, 1), answered)],
      solution: [{command: 'broker.ask', on: {view: 'brokers', pane: 'brokers', row: 'broker 1'}}],
    },
    {
      id: 'other',
      text: 'Ask broker 2 the same. Any broker tells of all, so one address is enough to begin with.',
      line: picture => line(outside(picture, 2)),
      proof: evidence => [wasAsked(evidence, outside(evidence.picture, 2), answered)],
      solution: [{command: 'broker.ask', on: {view: 'brokers', pane: 'brokers', row: 'broker 2'}}],
    },
    {
      id: 'inside',
      text: 'Enter on broker 1 shows the address that it has in the network of the containers. Ask that one from here, and read what comes of it.',
      line: picture => line(inside(picture, 1)),
      proof: evidence => [wasAsked(evidence, inside(evidence.picture, 1), /./)],
      solution: [{command: 'broker.ask', answers: {address: 'kafka1:9092'}}],
    },
  ],
  hints: [
    'In view 3, x on a broker has “Ask an address where it sends clients”; its address stands in the form already.',
    'The addresses are in the environment of the container, too: KAFKA_ADVERTISED_LISTENERS (Enter in view 2).',
    'A Connect worker runs in a container: its bootstrap.servers is the inner address.',
  ],
};
