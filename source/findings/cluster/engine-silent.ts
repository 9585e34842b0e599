import {command, quoted} from '../command-lines.ts';
import type {Rule} from '../finding.ts';
import {ago, theLab} from '../subjects.ts';

/** The engine does not answer, while Kafka may. */
export const engineSilent: Rule = {
  id: 'engine-silent',
  rule: 'The engine was asked for its containers and did not answer.',
  concept:
    'Containers go on running while their engine is away or hangs: only watching and controlling them needs it. Kafka is read over connections of its own.',
  find: ({world, brokers, now}) => {
    const {containers, target} = world;
    if (containers.state !== 'failed' && containers.state !== 'stale') return [];
    const answering = brokers.some(({state}) => state === 'up');
    const old =
      containers.state === 'stale'
        ? `what is shown of the containers was read${ago(containers.at, now)}`
        : 'nothing is known of the containers';
    const host = target?.dockerHost ?? '';
    return [
      {
        severity: 'warning',
        subject: theLab,
        sentence: `The Docker Engine does not answer${answering ? ', though Kafka does' : ''}: ${old}. ${containers.error.sentence}`,
        figures: [
          ['address', host],
          ['error', containers.error.sentence],
        ],
        commands: [
          command(`docker -H ${quoted(host)} version`, 'tries the engine'),
          command('kafka-lab doctor', 'looks at this machine'),
        ],
      },
    ];
  },
};
