import type {Container} from '../../model/container.ts';
import {lastValue} from '../../model/reading.ts';
import {containerTable} from '../../tables/containers.ts';
import {containerDetail} from '../details/container.ts';
import type {Scene} from '../scene.ts';
import {definePane} from './pane.ts';
import {statusOf} from './status.ts';

/** What the lab should have stays in the list when it is gone. */
const listed = ({picture, ui}: Scene): readonly Container[] => {
  const present = ui.isShowingAll
    ? picture.containers
    : picture.containers.filter(container => container.role !== 'other');
  return picture.absent.length === 0 ? present : [...present, ...picture.absent];
};

export const containersPane = definePane<Container>({
  id: 'containers',
  name: 'Containers',
  noun: 'container',
  contexts: ['containers'],
  title: ({picture}, shown) => {
    if (lastValue(picture.world.containers) === null) return 'Containers';
    const running = shown.filter(container => container.state === 'running').length;
    return `Containers ${running}/${shown.length} running`;
  },
  table: ({picture}) => containerTable(picture.world.stats),
  rows: listed,
  status: ({picture}) => statusOf(picture.world.containers, 'the Docker engine', picture.now),
  empty: ({picture}) =>
    lastValue(picture.world.containers) === null
      ? 'No engine is looked at: --docker-host names one.'
      : 'The engine holds no container of the lab.',
  subject: container => ({kind: 'container', id: container.name}),
  detail: containerDetail,
});
