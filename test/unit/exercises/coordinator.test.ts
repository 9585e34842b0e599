import assert from 'node:assert/strict';
import {test} from 'node:test';
import {conditionsOf} from '../../../source/exercises/advance.ts';
import {coordinator} from '../../../source/exercises/coordinator.ts';
import {coordinatorPartition, offsetsTopic} from '../../../source/model/coordinator.ts';
import {labWith} from '../../support/exercise-lab.ts';
import {partition} from '../../support/lab-parts.ts';

const topic = 'ex-coordinator';
const [x, y] = ['ex-coordinator-x', 'ex-coordinator-y'].map(group => coordinatorPartition(group, 50));

test('its two groups belong to neighbours, which two brokers never both lead', () => {
  assert.equal((x ?? 0) ^ 1, y);
});

test('a group whose partition of the offsets topic has one copy stands still with its broker', () => {
  const lab = labWith(
    topic,
    [0, 1].map(id => partition(id, [1, 2])),
  )
    .metadata(metadata => ({
      ...metadata,
      topics: [
        ...metadata.topics.filter(({name}) => name !== offsetsTopic),
        {
          name: offsetsTopic,
          isInternal: true,
          partitions: Array.from({length: 50}, (_, id) => ({
            ...partition(id, [id % 2 === 0 ? 1 : 2]),
            ...(id % 2 === 0 ? {} : {leader: null}),
          })),
        },
      ],
    }))
    .poll();
  const attempt = {
    id: coordinator.id,
    startedAt: lab.now(),
    solvedAt: null,
    ticks: [0, 1].map(() => ({at: lab.now(), seen: [], events: 0})),
    hints: 0,
    before: {},
  };
  const [, ...groups] = conditionsOf(coordinator, attempt, lab.picture(), []);
  const frozen = groups.filter(({isMet, sentence}) => isMet && /has no coordinator/.test(sentence));
  assert.equal(frozen.length, 1, JSON.stringify(groups));
  // The other has to have read all.
  assert.ok(groups.some(({isMet, sentence}) => !isMet && /coordinated by broker 1.*its lag/.test(sentence)));
});
