import {advertisedListeners} from '../../clients/docker/lab.ts';
import {kafkaTool} from '../../findings/command-lines.ts';
import type {Line} from '../../format/line.ts';
import type {Broker} from '../../model/broker.ts';
import {isUnknown} from '../../model/reading.ts';
import {brokerTones} from '../../tables/brokers.ts';
import {bytesCell, knownCell, numberCell} from '../../tables/cell.ts';
import {leaderSpan} from '../../tables/leader.ts';
import type {Scene} from '../scene.ts';
import {commandLines, heading, joined, pair, paragraph} from './section.ts';

const yesNo = (value: Broker['isRegistered']) => knownCell(value, known => ({text: known ? 'yes' : 'no'}));

const held = (broker: Broker, {picture}: Scene): readonly Line[] => [
  heading('Partitions that it holds'),
  ...picture.topics.flatMap((topic): readonly Line[] => {
    if (isUnknown(topic.partitions)) return [];
    const partitions = topic.partitions.filter(partition => partition.replicas.includes(broker.id));
    return partitions.map((partition): Line => {
      const isLeader = !isUnknown(partition.leader) && partition.leader === broker.id;
      const isInSync = partition.isr.includes(broker.id);
      return [
        {text: `  ${`${topic.name}-${partition.id}`.padEnd(30)} `},
        isLeader
          ? {text: 'leader      ', tone: 'good'}
          : {text: isInSync ? 'in sync     ' : 'out of sync ', tone: isInSync ? 'muted' : 'warn'},
        {text: 'led by ', tone: 'muted'},
        leaderSpan(partition),
        {
          text: `  isr ${partition.isr.join(' ') || '-'}  replicas ${partition.replicas.join(' ')}`,
          tone: 'muted',
        },
      ];
    });
  }),
];

/** Addresses that its container is told to give out besides the one that this machine uses. */
const otherAddresses = ({container, host, port}: Broker, {picture}: Scene): readonly string[] => {
  const own = picture.containers.find(({name}) => name === container);
  return (own ? advertisedListeners(own) : [])
    .map(listener => `${listener.host}:${listener.port}`)
    .filter(address => address !== `${host}:${port}`);
};

/** Everything about a broker: the three facts that make its state, and what it holds. */
export const brokerDetail = (broker: Broker, scene: Scene, width: number): readonly Line[] => {
  const probe = scene.picture.world.probes.get(broker.id);
  return joined(
    [
      heading(`Broker ${broker.id}`),
      ...paragraph(broker.sentence, width),
      pair(
        'state',
        knownCell(broker.state, state => ({text: state, tone: brokerTones[state]})),
      ),
      pair('registered', yesNo(broker.isRegistered)),
      pair('answers us', probe ? probe.sentence : '?'),
      pair('container', broker.container ?? '-'),
      pair('controller', yesNo(broker.isController)),
      pair('address', broker.host === null ? '-' : `${broker.host}:${broker.port ?? '?'}`),
      pair('to other networks', otherAddresses(broker, scene).join(', ') || '-'),
      pair('rack', broker.rack ?? '-'),
      pair('leads', numberCell(broker.leaders)),
      pair('prefers to lead', numberCell(broker.preferred)),
      pair('replicas', numberCell(broker.replicas)),
      pair('out of sync', numberCell(broker.outOfSync)),
      pair('log directories', bytesCell(broker.logBytes)),
    ],
    held(broker, scene),
    [
      heading('The same by hand'),
      ...commandLines([
        kafkaTool(scene.picture, 'kafka-topics', '--describe', 'leader, replicas and ISR of every partition'),
        kafkaTool(
          scene.picture,
          'kafka-log-dirs',
          `--describe --broker-list ${broker.id}`,
          'what its log directories hold',
        ),
      ]),
    ],
  );
};
