import type {ViewId} from '../store/ui.ts';
import type {Command} from './command.ts';

const view = <Id extends ViewId>(id: Id, title: string, help: string): Command<`view.${Id}`> => ({
  id: `view.${id}`,
  title: `Go to ${title}`,
  help,
  context: 'global',
  run: ({ui}) => ui.update(state => ({...state, view: id, isZoomed: false})),
});

const focus =
  (step: 1 | -1): Command['run'] =>
  ({ui, panes, pane}) => {
    const next = panes[(panes.indexOf(pane.id) + step + panes.length) % panes.length];
    if (next) ui.update(state => ({...state, focus: new Map(state.focus).set(state.view, next)}));
  };

/** Moving between views and panes. */
export const viewCommands = [
  view('dashboard', 'Dashboard', 'containers, brokers, consumer-group lag and the message tail at once'),
  view(
    'containers',
    'Containers',
    'state, health, processor, memory and ports of every container of the lab',
  ),
  view('brokers', 'Brokers', 'every expected broker, and which broker leads and holds which partition'),
  view('topics', 'Topics', 'partitions, replication, in-sync replicas, messages, rates and readers'),
  view('groups', 'Groups', 'consumer groups: state, members, lag in messages and seconds'),
  view('messages', 'Messages', 'the tail of one or several topics'),
  view('connect', 'Connect', 'workers, connectors, tasks and their traces'),
  view('events', 'Events', 'what happened, newest last'),
  view('learn', 'Learn', 'exercises: brief, live checklist, hints and report'),
  {
    id: 'pane.next',
    title: 'Next pane',
    help: 'moves the focus to the next pane',
    context: 'global',
    hint: 'pane',
    run: focus(1),
  },
  {
    id: 'pane.previous',
    title: 'Previous pane',
    help: 'moves the focus to the pane before',
    context: 'global',
    run: focus(-1),
  },
  {
    id: 'pane.zoom',
    title: 'Zoom the pane',
    help: 'gives the focused pane the whole screen, and back',
    context: 'global',
    hint: 'zoom',
    run: ({ui}) => ui.update(state => ({...state, isZoomed: !state.isZoomed})),
  },
] as const satisfies readonly Command[];
