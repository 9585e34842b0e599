import {type Call, containerOf, flag, integer, type Route, sendDone, sendJson} from '../call.ts';
import {type EngineContainer, isUp} from '../container.ts';
import type {PracticeEngine} from '../engine.ts';
import {Refusal} from '../refusal.ts';

const signals: Readonly<Record<string, number>> = {
  HUP: 1,
  INT: 2,
  QUIT: 3,
  ABRT: 6,
  KILL: 9,
  USR1: 10,
  USR2: 12,
  PIPE: 13,
  ALRM: 14,
  TERM: 15,
  CHLD: 17,
  CONT: 18,
  STOP: 19,
  TSTP: 20,
  WINCH: 28,
};

/** A signal by its name, with or without SIG, or by its number; SIGKILL where none is named. */
const signalOf = (written: string): number => {
  if (written === '') return 9;
  const signal = /^\d{1,2}$/.test(written)
    ? Number(written)
    : signals[written.toUpperCase().replace(/^SIG/, '')];
  if (signal === undefined || signal < 1 || signal > 64) throw new Refusal(400, `Invalid signal: ${written}`);
  return signal;
};

type Verb = (engine: PracticeEngine, container: EngineContainer, query: URLSearchParams) => Promise<boolean>;

/** What a verb does; false says that it was so already (304). */
const verbs: Readonly<Record<string, Verb>> = {
  start: (engine, container) => engine.start(container),
  stop: (engine, container, query) => engine.stop(container, integer(query, 't')),
  async restart(engine, container, query) {
    await engine.restart(container, integer(query, 't'));
    return true;
  },
  async kill(engine, container, query) {
    await engine.kill(container, signalOf(query.get('signal') ?? ''));
    return true;
  },
  async pause(engine, container) {
    engine.pause(container);
    return true;
  },
  async unpause(engine, container) {
    engine.unpause(container);
    return true;
  },
};

const act = async (call: Call): Promise<void> => {
  const verb = verbs[call.match[2] ?? ''];
  const isChanged = (await verb?.(call.engine, containerOf(call), call.query)) ?? true;
  sendDone(call.response, isChanged);
};

const remove = async (call: Call): Promise<void> => {
  const container = containerOf(call);
  if (isUp(container) && !flag(call.query, 'force')) {
    const [state, advice] =
      container.state === 'paused'
        ? ['paused', 'Unpause and then stop the container']
        : ['running', 'Stop the container'];
    throw new Refusal(
      409,
      `You cannot remove a ${state} container ${container.id}. ${advice} before attempting removal or force remove`,
    );
  }
  await call.engine.destroy(container);
  sendDone(call.response, true);
};

const nameTaken = (name: string, id: string): string =>
  `Conflict. The container name "/${name}" is already in use by container "${id}". You have to remove (or rename) that container to be able to reuse that name.`;

/** Refuses a name that is taken or that Docker does not allow. */
export const checkName = (engine: PracticeEngine, name: string): void => {
  if (!/^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/.test(name))
    throw new Refusal(400, `Invalid container name (/${name}), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed`);
  const holder = engine.containers.find(one => one.name === name);
  if (holder !== undefined) throw new Refusal(409, nameTaken(name, holder.id));
};

const rename = (call: Call): void => {
  const container = containerOf(call);
  const name = (call.query.get('name') ?? '').replace(/^\//, '');
  if (name === '') throw new Refusal(400, 'Neither old nor new names may be empty');
  if (name === container.name)
    throw new Refusal(400, 'Renaming a container with the same name as its current name');
  try {
    checkName(call.engine, name);
  } catch (error) {
    if (error instanceof Refusal)
      throw new Refusal(error.status, `Error when allocating new name: ${error.message}`);
    throw error;
  }
  call.engine.rename(container, name);
  sendDone(call.response, true);
};

/** Answers when the condition is met; the headers come at once, as the command line waits for them. */
const wait = (call: Call): void => {
  const container = containerOf(call);
  const {query, response} = call;
  const condition = query.get('condition') || 'not-running';
  if (!['not-running', 'next-exit', 'removed'].includes(condition))
    throw new Refusal(400, `invalid condition: ${JSON.stringify(condition)}`);
  response.writeHead(200, {'content-type': 'application/json'}).flushHeaders();
  const done = (): void => {
    container.watchers.delete(watch);
    response.end(`${JSON.stringify({Error: null, StatusCode: container.exitCode})}\n`);
  };
  // One that waits for its restart has ended, although it counts as up.
  const runs = (): boolean => isUp(container) && container.state !== 'restarting';
  let wasUp = runs();
  const watch = (isRemoved: boolean): void => {
    const hasEnded = wasUp && !runs();
    wasUp = runs();
    if (isRemoved || (condition !== 'removed' && hasEnded)) done();
  };
  container.watchers.add(watch);
  response.once('close', () => container.watchers.delete(watch));
  if (condition === 'not-running' && !wasUp) done();
};

/** POST /containers/{id}/{verb}, …/rename, …/wait, …/resize; GET …/changes; DELETE /containers/{id} */
export const containerRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: /^\/containers\/([^/]+)\/(start|stop|restart|pause|unpause|kill)$/,
    handle: act,
  },
  {method: 'DELETE', path: /^\/containers\/([^/]+)$/, handle: remove},
  {method: 'POST', path: /^\/containers\/([^/]+)\/rename$/, handle: rename},
  {method: 'POST', path: /^\/containers\/([^/]+)\/wait$/, handle: wait},
  {
    method: 'POST',
    path: /^\/containers\/([^/]+)\/resize$/,
    handle(call) {
      containerOf(call);
      call.response.writeHead(200).end();
    },
  },
  {
    method: 'GET',
    path: /^\/containers\/([^/]+)\/changes$/,
    handle(call) {
      containerOf(call);
      sendJson(call.response, 200, null);
    },
  },
];
