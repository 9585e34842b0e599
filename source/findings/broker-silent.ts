import type {Broker, BrokerState} from '../model/broker.ts';
import type {Picture} from '../model/picture.ts';
import {command, docker, kafkaTool} from './command-lines.ts';
import type {CommandLine, Finding, Rule} from './finding.ts';
import {brokersIn, sessionTime} from './subjects.ts';

interface Kind {
  readonly id: string;
  readonly severity: Finding['severity'];
  readonly says: (broker: Broker, picture: Picture) => string;
  readonly rule: string;
  readonly concept: string;
  readonly commands: (broker: Broker, picture: Picture) => readonly CommandLine[];
}

const nameOf = (broker: Broker): string => broker.container ?? `kafka${broker.id}`;
const addressOf = (broker: Broker): string => `${broker.host ?? '?'}:${broker.port ?? '?'}`;

const kinds: Readonly<Partial<Record<BrokerState, Kind>>> = {
  paused: {
    id: 'broker-paused',
    severity: 'critical',
    says: (broker, picture) =>
      `Broker ${broker.id} is paused: clients connect to it and wait; its partitions move when its session ends (${sessionTime(picture)}).`,
    rule: 'The container of a broker is paused.',
    concept:
      'A paused broker is the hardest failure for clients: its connections stay open and nothing comes back, so that only their own deadlines end the wait. The cluster treats it as dead when its session ends, and takes it back when it goes on.',
    commands: broker => [docker('unpause', nameOf(broker), 'lets it go on')],
  },
  hung: {
    id: 'broker-hung',
    severity: 'critical',
    says: broker => `Broker ${broker.id} hangs: ${addressOf(broker)} takes connections and does not answer.`,
    rule: 'A broker is registered and takes connections, but misses every deadline.',
    concept:
      'A broker that hangs holds its connections open, so that clients wait for their own deadlines instead of failing at once. A long pause of its JVM, a full disk or a frozen process look the same from outside.',
    commands: broker => [
      docker('logs --tail 50', nameOf(broker), 'shows what it last did'),
      docker('restart', nameOf(broker), 'starts it anew'),
    ],
  },
  unreachable: {
    id: 'broker-unreachable',
    severity: 'critical',
    says: broker =>
      `Broker ${broker.id} is not reachable from here at ${addressOf(broker)}, though the cluster names it as alive: ${broker.sentence.replace(/^.*?: /, '')}`,
    rule: 'Metadata names the broker as alive, and its advertised address takes no connection from here.',
    concept:
      'A client asks one address for the metadata, and then connects to the address that each broker advertises. That one must be reachable from where the client runs: advertised.listeners, not listeners, decides it. Or the broker has just died and its session has not ended yet.',
    commands: (broker, picture) => [
      kafkaTool(picture, 'kafka-broker-api-versions', '', 'tries every broker at its advertised address'),
      command(`docker exec ${nameOf(broker)} env | grep ADVERTISED`, 'shows what it advertises'),
    ],
  },
  unregistered: {
    id: 'broker-unregistered',
    severity: 'warning',
    says: broker => `Broker ${broker.id} runs but is not a member of the cluster: ${broker.sentence}`,
    rule: 'A broker answers or its container runs, and Metadata does not name it as a live broker.',
    concept:
      'A broker becomes a member by registering with ZooKeeper or the KRaft controller. It loses that when its session ends, or it is still on its way there after a start.',
    commands: broker => [docker('logs --tail 50 --follow', nameOf(broker), 'shows how far it is')],
  },
  gone: {
    id: 'broker-gone',
    severity: 'critical',
    says: broker =>
      `Broker ${broker.id} is gone: Metadata does not name it, it does not answer, and it has no container here.`,
    rule: 'A broker that holds replicas, or was seen before, is neither registered nor reachable, and has no container.',
    concept:
      'Replica lists go on naming a broker that has left: its replicas come back with it, or are moved to others by a reassignment. Nothing else brings them to full strength.',
    commands: (_broker, picture) => [
      kafkaTool(
        picture,
        'kafka-topics',
        '--describe --under-replicated-partitions',
        'lists the partitions that miss a replica',
      ),
    ],
  },
};

/** A broker that is paused, hangs, is not reachable, not registered, or gone. */
export const brokerSilent: Rule = {
  id: 'broker-silent',
  find: picture =>
    brokersIn(picture, 'paused', 'hung', 'unreachable', 'unregistered', 'gone').flatMap(
      (broker): Finding[] => {
        const kind = typeof broker.state === 'string' ? kinds[broker.state] : undefined;
        if (!kind) return [];
        return [
          {
            id: kind.id,
            severity: kind.severity,
            subject: {kind: 'broker', id: String(broker.id)},
            sentence: kind.says(broker, picture),
            rule: kind.rule,
            figures: [
              ['address', addressOf(broker)],
              ['container', broker.container ?? '-'],
              ['answers us', picture.world.probes.get(broker.id)?.sentence ?? '?'],
              ['in Metadata', broker.isRegistered === true ? 'yes' : 'no'],
            ],
            concept: kind.concept,
            commands: kind.commands(broker, picture),
          },
        ];
      },
    ),
};
