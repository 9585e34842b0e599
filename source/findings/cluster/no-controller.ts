import {lastValue} from '../../model/reading.ts';
import {command, kafkaTool} from '../command-lines.ts';
import type {Rule} from '../finding.ts';
import {modeOf, quorumDown, theLab} from '../subjects.ts';

/** The cluster itself says that it has no controller. */
export const noController: Rule = {
  id: 'no-controller',
  rule: 'The cluster answers that it has no controller.',
  concept:
    'One node is the controller: it elects the leaders of partitions and tells all brokers. Under ZooKeeper the first broker to claim it has it; under KRaft the controllers elect one of themselves.',
  find: picture => {
    const controller = lastValue(picture.world.controller);
    if (!controller || controller.id !== null || quorumDown(picture).length > 0) return [];
    const isKraft = modeOf(picture) === 'kraft';
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
        commands: [
          isKraft
            ? kafkaTool(picture, 'kafka-metadata-quorum', 'describe --status', 'shows the quorum')
            : command('zookeeper-shell localhost:2181 get /controller', 'asks ZooKeeper who has it'),
        ],
      },
    ];
  },
};
