import type {Connector, Task} from '../connector.ts';
import type {Field} from '../connectors/connector-class.ts';
import type {Plugin} from '../plugins.ts';
import type {WorkerSettings} from '../settings.ts';
import type {Validated} from '../validation/validate.ts';

/** The shapes of Connect's answers. */

export const infoOf = ({name, config, tasks, plugin}: Connector) => ({
  name,
  config,
  tasks: tasks.map(({id}) => ({connector: name, task: id})),
  type: plugin.type,
});

export const taskStatusOf = ({id}: WorkerSettings, task: Task) => ({
  id: task.id,
  state: task.state,
  worker_id: id,
  ...(task.trace === null ? {} : {trace: task.trace}),
});

export const statusOf = (settings: WorkerSettings, {name, state, trace, tasks, plugin}: Connector) => ({
  name,
  connector: {state, worker_id: settings.id, ...(trace === null ? {} : {trace})},
  tasks: tasks
    .filter(task => task.state !== 'UNASSIGNED' || task.run)
    .map(task => taskStatusOf(settings, task)),
  type: plugin.type,
});

export const definitionOf = (field: Field) => ({
  name: field.name,
  type: field.type,
  required: field.default === undefined,
  default_value: field.default ?? null,
  importance: field.importance,
  documentation: field.documentation,
  group: field.group ?? null,
  width: field.width ?? 'NONE',
  display_name: field.displayName ?? field.name,
  dependents: [],
  order: field.order ?? -1,
});

export const validationOf = ({className}: Plugin, requested: string, validated: readonly Validated[]) => ({
  name: requested || className,
  error_count: validated.reduce((count, {errors}) => count + errors.length, 0),
  groups: [...new Set(validated.flatMap(({field}) => (field.group ? [field.group] : [])))],
  configs: validated.map(({field, value, errors}) => ({
    definition: definitionOf(field),
    value: {
      name: field.name,
      // A password is never told.
      value: field.type === 'PASSWORD' && value !== null ? '[hidden]' : value,
      recommended_values: [],
      errors,
      visible: true,
    },
  })),
});
