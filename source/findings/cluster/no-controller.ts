import type {Picture} from '../../model/picture.ts';
import {lastValue} from '../../model/reading.ts';
import {docker, kafkaTool} from '../command-lines.ts';
import type {CommandLine, Rule} from '../finding.ts';
import {isQuorum, modeOf, quorumDown, theLab} from '../subjects.ts';

/** What tells who the controller is; where ZooKeeper is, only the brokers know, unless its container is known. */
const asking = (picture: Picture): CommandLine => {
  if (modeOf(picture) === 'kraft')
    return kafkaTool(picture, 'kafka-metadata-quorum', 'describe --status', 'shows the quorum');
  const home = picture.containers.find(isQuorum);
  if (home === undefined)
    return kafkaTool(
      picture,
      'kafka-configs',
      '--describe --entity-type brokers --all | grep zookeeper.connect=',
      'names the ZooKeeper that holds /controller',
    );
  const {line} = docker(picture, 'exec', home.name, '');
  return {line: `${line} zookeeper-shell localhost:2181 get /controller`, does: 'asks ZooKeeper who has it'};
};

/** The cluster itself says that it has no controller. */
export const noController: Rule = {
  id: 'no-controller',
  rule: 'The cluster answers that it has no controller.',
  concept:
    'One node is the controller: it elects the leaders of partitions and tells all brokers. Under ZooKeeper the first broker to claim it has it; under KRaft the controllers elect one of themselves.',
  find: picture => {
    const controller = lastValue(picture.world.controller);
    if (!controller || controller.id !== null || quorumDown(picture).length > 0) return [];
    return [
      {
        severity: 'critical',
        subject: theLab,
        sentence:
          'The cluster has no controller: no leader is elected and no topic is made until there is one.',
        figures: [
          ['mode', controller.mode],
          ['voters', controller.voters.join(', ') || '-'],
        ],
        commands: [asking(picture)],
      },
    ];
  },
};
