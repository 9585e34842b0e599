import type {Plugin} from './plugins.ts';
import type {Config} from './settings.ts';
import type {Target} from './storage/storage.ts';
import {runSink} from './tasks/sink-run.ts';
import {runSource} from './tasks/source-run.ts';
import type {TaskRun, WorkerContext} from './tasks/task-run.ts';

export type State = 'UNASSIGNED' | 'RUNNING' | 'PAUSED' | 'STOPPED' | 'FAILED' | 'RESTARTING';

export interface Task {
  readonly id: number;
  readonly config: Config;
  state: State;
  trace: string | null;
  run: TaskRun | null;
}

/** A connector of a worker, and what has become of it. */
export interface Connector {
  readonly name: string;
  readonly plugin: Plugin;
  config: Config;
  target: Target;
  state: State;
  trace: string | null;
  tasks: readonly Task[];
  readonly topics: Set<string>;
}

/** What brings a worker's connectors to where they are to be, and keeps what they come to. */
export interface Runner {
  /** Makes the tasks that the configuration asks for, and starts them. */
  start(connector: Connector): Promise<void>;
  /** Stops the tasks; `isGone` takes their statuses away, too. */
  stop(connector: Connector, isGone: boolean): Promise<void>;
  restartTask(connector: Connector, task: Task): Promise<void>;
  /** Sets the connector's own state. */
  set(connector: Connector, state: State): void;
}

const stateOf: Readonly<Record<Target, State>> = {STARTED: 'RUNNING', PAUSED: 'PAUSED', STOPPED: 'STOPPED'};

export const createRunner = (worker: WorkerContext): Runner => {
  const {storage, log} = worker;

  const setTask = (connector: Connector, task: Task, state: State, trace: string | null): void => {
    task.state = state;
    task.trace = trace;
    storage.keepStatus(connector.name, task.id, {state, trace});
  };

  const startTask = (connector: Connector, task: Task): void => {
    const {runs} = connector.plugin;
    if (!runs) return;
    const name = `${connector.name}-${task.id}`;
    log.info(`Creating task ${name}`, 'runtime.Worker');
    log.info(
      `Instantiated task ${name} with version ${runs.version} of type ${runs.taskClassName}`,
      'runtime.Worker',
    );
    const common = {
      worker,
      connector: connector.name,
      id: task.id,
      config: task.config,
      isPaused: connector.target === 'PAUSED',
      changed: (state: State, trace: string | null): void => setTask(connector, task, state, trace),
      used(topic: string): void {
        if (connector.topics.has(topic)) return;
        connector.topics.add(topic);
        storage.keepTopic(connector.name, task.id, topic);
      },
    };
    task.run =
      runs.type === 'sink'
        ? runSink({...common, connectorClass: runs})
        : runSource({...common, connectorClass: runs});
  };

  const stopTask = async (connector: Connector, task: Task): Promise<void> => {
    if (task.run) log.info(`Stopping task ${connector.name}-${task.id}`, 'runtime.Worker');
    await task.run?.stop();
    task.run = null;
  };

  const set = (connector: Connector, state: State): void => {
    connector.state = state;
    connector.trace = null;
    storage.keepStatus(connector.name, null, {state, trace: null});
  };

  return {
    set,
    async start(connector) {
      const {name, config, plugin, target} = connector;
      const {runs} = plugin;
      if (!runs) return;
      set(connector, stateOf[target]);
      if (target === 'STOPPED') return;
      log.info(`Creating connector ${name} of type ${config['connector.class']}`, 'runtime.Worker');
      log.info(
        `Instantiated connector ${name} with version ${runs.version} of type class ${runs.className}`,
        'runtime.Worker',
      );
      log.info(`Finished creating connector ${name}`, 'runtime.Worker');
      const starting = runs.starting?.(config);
      if (starting) log.info(starting, runs.className.replace('org.apache.kafka.connect.', ''));
      const count = runs.tasks(Number(config['tasks.max'] ?? 1));
      connector.tasks = Array.from({length: count}, (_, id) => ({
        id,
        config: {...config, 'task.class': runs.taskClassName},
        state: 'UNASSIGNED',
        trace: null,
        run: null,
      }));
      // They start also where it cannot be written at the moment: it is tried until it can.
      await storage
        .keepTasks(
          name,
          connector.tasks.map(task => task.config),
        )
        .catch(() => {});
      for (const task of connector.tasks) startTask(connector, task);
    },
    async stop(connector, isGone) {
      await Promise.all(connector.tasks.map(task => stopTask(connector, task)));
      if (!isGone) return;
      for (const {id} of connector.tasks) storage.keepStatus(connector.name, id, null);
      connector.tasks = [];
    },
    async restartTask(connector, task) {
      setTask(connector, task, 'RESTARTING', task.trace);
      await stopTask(connector, task);
      startTask(connector, task);
    },
  };
};
