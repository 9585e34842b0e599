import assert from 'node:assert/strict';
import {test} from 'node:test';
import {footerLine} from '../../../source/tui/footer.ts';
import {sceneOf} from '../../support/scene.ts';
import {healthyLab} from '../../support/worlds.ts';

const footer = (isReadOnly: boolean): string => {
  const lab = healthyLab();
  const world = lab.change(each => ({...each, target: each.target && {...each.target, isReadOnly}}));
  return footerLine(sceneOf(world.picture()), ['containers', 'list', 'global'], 120)
    .map(({text}) => text)
    .join('');
};

test('the last line names the keys that work: where the lab is only read, none that changes it', () => {
  assert.match(footer(false), / d stop .* l logs .* P produce /);
  const readOnly = footer(true);
  assert.match(readOnly, / l logs .* Enter open .* q quit /);
  assert.doesNotMatch(readOnly, /start|stop|produce/);
});
