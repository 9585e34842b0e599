import {brokersPane} from './brokers.ts';
import {connectorsPane, tasksPane, workersPane} from './connect.ts';
import {containersPane} from './containers.ts';
import {eventsPane} from './events.ts';
import {exercisePane, exercisesPane} from './exercises.ts';
import {gridPane} from './grid.ts';
import {groupPartitionsPane, groupsPane, membersPane} from './groups.ts';
import {messagesPane} from './messages.ts';
import type {Pane} from './pane.ts';
import {pipelinesPane} from './pipelines.ts';
import {partitionsPane, topicsPane} from './topics.ts';

const panes: readonly Pane[] = [
  containersPane,
  brokersPane,
  gridPane,
  groupsPane,
  groupPartitionsPane,
  membersPane,
  messagesPane,
  topicsPane,
  partitionsPane,
  workersPane,
  connectorsPane,
  tasksPane,
  pipelinesPane,
  eventsPane,
  exercisesPane,
  exercisePane,
];

/** Every pane by its id. A new pane is a file and a line above, and its place in `layout.ts`. */
export const allPanes: ReadonlyMap<string, Pane> = new Map(panes.map(pane => [pane.id, pane]));
