import assert from 'node:assert/strict';
import {test} from 'node:test';
import {partitionReassign} from '../../../../source/actions/writes/partition-reassign.ts';
import {topicConfigure} from '../../../../source/actions/writes/topic-configure.ts';
import {topicCreate} from '../../../../source/actions/writes/topic-create.ts';
import type {Values, Write} from '../../../../source/actions/writes/write.ts';
import {ValueError} from '../../../../source/errors.ts';
import {healthyLab} from '../../../support/worlds.ts';
import {writeContext} from '../../../support/write-context.ts';

const refusalOf = async (write: Write, name: string, values: Values): Promise<unknown> => {
  try {
    await write.plan(writeContext(healthyLab()), [name], values);
  } catch (error) {
    return error;
  }
  throw new Error(`${write.id} took ${JSON.stringify(values)}`);
};

test('what no cluster could take is told from what this one refuses', async () => {
  const wrong: readonly (readonly [Write, string, Values, RegExp])[] = [
    [topicConfigure, 'orders', {}, /^Nothing is changed/],
    [topicConfigure, 'orders', {set: 'retention.ms'}, /^A configuration is name=value/],
    [topicConfigure, 'orders', {set: 'retention.ms=1', unset: 'retention.ms'}, /both set and given back/],
    [topicCreate, 'new', {partitions: '0'}, /^The number of partitions is 1 or more/],
    [topicCreate, 'a/b', {}, /^a\/b is no name for a topic/],
    [partitionReassign, 'orders-0', {to: '1,1'}, /^1,1 is no list of brokers/],
  ];
  for (const [write, name, values, sentence] of wrong) {
    const error = await refusalOf(write, name, values);
    assert.ok(error instanceof ValueError, String(error));
    assert.match(error.message, sentence);
  }
  const refused: readonly (readonly [Write, string, Values, RegExp])[] = [
    [topicCreate, 'orders', {}, /^There is a topic orders already/],
    [partitionReassign, 'orders-0', {to: '9'}, /^Broker 9 is not there/],
  ];
  for (const [write, name, values, sentence] of refused) {
    const error = await refusalOf(write, name, values);
    assert.ok(error instanceof Error && !(error instanceof ValueError), String(error));
    assert.match(error.message, sentence);
  }
});
