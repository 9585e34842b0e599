import assert from 'node:assert/strict';
import {test} from 'node:test';
import {labFiles, readServices} from '../../../source/clients/compose/files.ts';
import {createFindAbsent, type LabOf} from '../../../source/feeds/absent.ts';
import type {Container} from '../../../source/model/container.ts';
import {labContainers} from '../../support/lab-parts.ts';

const own: LabOf = {kind: 'lab', project: 'kafka-lab', variant: 'zookeeper'};
const all = labContainers('zookeeper');
const without = (...names: readonly string[]): readonly Container[] =>
  all.filter(({name}) => !names.includes(name));
const absent = (target: LabOf, ...rounds: readonly (readonly Container[])[]): readonly string[] => {
  const find = createFindAbsent(target);
  return (rounds.map(find).at(-1) ?? []).map(({name, state, role}) => `${name} ${state} ${role}`);
};

test('what the files of a lab name and the engine has not is missing, whether it was seen or not', () => {
  assert.deepEqual(
    absent(own, without('postgres')).filter(text => text.startsWith('postgres ')),
    ['postgres missing lab'],
  );
});

test('of a lab that was taken down nothing is missing that it never had', () => {
  const [image = ''] = readServices(labFiles('zookeeper', true)).map(service => service.image);
  const made = without('akhq').map(each => ({...each, image}));
  const missing = absent(own, made, []);
  assert.ok(missing.includes('kafka1 missing lab'), missing.join());
  assert.ok(!missing.includes('akhq missing lab'), missing.join());
  assert.ok(absent(own, made, [], all, []).includes('akhq missing lab'), 'another lab has it');
});

test('a third broker is no part that is missed', () => {
  assert.deepEqual(
    absent({...own, kind: 'practice'}, []).filter(text => text.startsWith('kafka')),
    ['kafka1 missing lab', 'kafka2 missing lab'],
  );
});

test('of a lab that others made what was seen before is missing, until it is back', () => {
  const shop: LabOf = {kind: 'lab', project: 'shop', variant: null};
  assert.deepEqual(absent(shop, without('kafka2')), []);
  assert.deepEqual(absent(shop, all, without('kafka2')), ['kafka2 missing lab']);
  assert.deepEqual(absent(shop, all, without('kafka2'), all), []);
});

test('to a named cluster no container belongs', () => {
  assert.deepEqual(absent({kind: 'cluster', project: null, variant: null}, all, []), []);
});
