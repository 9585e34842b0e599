import type {Connector, Runner, Task} from './connector.ts';
import {notFound, serverError} from './rest/rest-error.ts';
import type {WorkerContext} from './tasks/task-run.ts';

/** What a connector can be told to do; its configuration stays as it is. */
export interface Orders {
  pause(name: string): Promise<void>;
  resume(name: string): Promise<void>;
  stop(name: string): Promise<void>;
  /** The connector alone, or with its tasks; of these, what has failed, or all. Resolves before they have. */
  restart(name: string, includeTasks: boolean, onlyFailed: boolean): Promise<Connector>;
  restartTask(name: string, id: number): Promise<void>;
}

export interface OrdersOptions {
  readonly worker: WorkerContext;
  readonly runner: Runner;
  readonly connectors: ReadonlyMap<string, Connector>;
  inTurn<T>(act: () => Promise<T>): Promise<T>;
}

export const createOrders = ({worker, runner, connectors, inTurn}: OrdersOptions): Orders => {
  const {storage, settings} = worker;
  const isDistributed = settings.mode === 'distributed';

  const known = (name: string): Connector => {
    const connector = connectors.get(name);
    if (!connector) throw notFound(`Unknown connector ${name}`);
    return connector;
  };

  const taskOf = (connector: Connector, id: number): Task => {
    const task = connector.tasks.find(one => one.id === id);
    const label = `${connector.name}-${id}`;
    if (!task) throw notFound(isDistributed ? `Unknown task: ${label}` : `Task ${label} not found`);
    return task;
  };

  const restarting = async (connector: Connector, tasks: readonly Task[], own: boolean): Promise<void> => {
    for (const task of tasks) await runner.restartTask(connector, task);
    if (own) runner.set(connector, connector.target === 'PAUSED' ? 'PAUSED' : 'RUNNING');
  };

  return {
    pause: name =>
      inTurn(async () => {
        const connector = known(name);
        const {target} = connector;
        connector.target = 'PAUSED';
        await storage.keepTarget(name, 'PAUSED');
        if (target === 'STOPPED') {
          await runner.start(connector);
          return;
        }
        runner.set(connector, 'PAUSED');
        for (const task of connector.tasks) {
          if (task.state === 'FAILED') continue;
          task.run?.pause();
          task.state = 'PAUSED';
          storage.keepStatus(name, task.id, {state: 'PAUSED', trace: null});
        }
      }),
    resume: name =>
      inTurn(async () => {
        const connector = known(name);
        const {target} = connector;
        connector.target = 'STARTED';
        await storage.keepTarget(name, 'STARTED');
        if (target === 'STOPPED' || connector.tasks.length === 0) {
          await runner.start(connector);
          return;
        }
        runner.set(connector, 'RUNNING');
        for (const task of connector.tasks) {
          if (task.state === 'FAILED') continue;
          task.run?.resume();
          task.state = 'RUNNING';
          storage.keepStatus(name, task.id, {state: 'RUNNING', trace: null});
        }
      }),
    stop: name =>
      inTurn(async () => {
        const connector = connectors.get(name);
        if (!connector)
          throw isDistributed
            ? notFound(`Unknown connector ${name}`)
            : serverError(`No connector \`${name}\` configured`);
        connector.target = 'STOPPED';
        await storage.keepTasks(name, []);
        await storage.keepTarget(name, 'STOPPED');
        await runner.stop(connector, true);
        runner.set(connector, 'STOPPED');
      }),
    restart: (name, includeTasks, onlyFailed) =>
      inTurn(async () => {
        const connector = connectors.get(name);
        const isPlain = !includeTasks && !onlyFailed;
        if (!connector)
          throw isPlain && !isDistributed
            ? serverError('Cannot invoke "java.util.Map.get(Object)" because "connProps" is null')
            : notFound(`Unknown connector: ${name}`);
        if (connector.target === 'STOPPED') return connector;
        await storage.keepRestart(name, includeTasks, onlyFailed);
        const own = !onlyFailed || connector.state === 'FAILED';
        const tasks = connector.tasks.filter(
          ({state}) => includeTasks && (!onlyFailed || state === 'FAILED'),
        );
        if (own) runner.set(connector, 'RESTARTING');
        for (const task of tasks) task.state = 'RESTARTING';
        void inTurn(() => restarting(connector, tasks, own)).catch(() => {});
        return connector;
      }),
    restartTask: (name, id) =>
      inTurn(async () => {
        const connector = connectors.get(name);
        if (!connector)
          throw isDistributed
            ? notFound(`Unknown connector: ${name}`)
            : serverError(
                `Failed to start task ${name}-${id} since it is not a recognizable type (source or sink)`,
              );
        await runner.restartTask(connector, taskOf(connector, id));
      }),
  };
};
