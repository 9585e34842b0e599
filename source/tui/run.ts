import type {LabContext} from '../actions/lab/context.ts';
import {createComposeClient} from '../clients/compose/client.ts';
import type {DockerClient} from '../clients/docker/client.ts';
import {createDockerClient} from '../clients/docker/client.ts';
import {type EngineChoice, engineChoices} from '../clients/docker/hosts.ts';
import {readSecurity} from '../clients/kafka/properties.ts';
import {plaintext} from '../clients/kafka/security.ts';
import type {Clock} from '../clock.ts';
import type {Config} from '../config.ts';
import {type Polling, startPolling} from '../feeds/poll.ts';
import {type Watch, watch} from '../feeds/watch.ts';
import {withEvents} from '../model/advance.ts';
import {lastValue} from '../model/reading.ts';
import type {Target} from '../model/target.ts';
import {emptyWorld, type World} from '../model/world.ts';
import {readMetadataOnce} from '../queries/metadata-once.ts';
import {createStore} from '../store/store.ts';
import {createBringUp} from './links/bring-up.ts';
import {type ConsumeLink, createConsumeLink} from './links/consume.ts';
import {createCourseLink} from './links/course.ts';
import {labActions} from './links/lab.ts';
import {followLogs} from './links/logs.ts';
import {createLooking, type Looking} from './links/looking.ts';
import {createMessagesLink} from './links/messages.ts';
import {createProduceLink} from './links/produce.ts';
import {createQuestionsLink} from './links/questions.ts';
import {createSqlLink} from './links/sql.ts';
import type {TellAction} from './links/tell-action.ts';
import {createWriteLink} from './links/writes.ts';
import {openMonitor} from './monitor.tsx';

export interface RunOptions {
  readonly config: Config;
  readonly clock: Clock;
}

const everyOf = (config: Config, target: Target | null): number =>
  config.intervalMs ?? (target?.kind === 'cluster' ? 5000 : 2000);

/** Clients of engines, one for each address, kept open until the end. */
const createEngines = (clock: Clock) => {
  const clients = new Map<string, DockerClient>();
  return {
    docker(address: EngineChoice): DockerClient {
      const there = clients.get(address.host);
      if (there) return there;
      const made = createDockerClient({address, clock});
      clients.set(address.host, made);
      return made;
    },
    of: (host: string | null): DockerClient | null => (host === null ? null : (clients.get(host) ?? null)),
    close(): void {
      for (const client of clients.values()) client.close();
    },
  };
};

/** Runs the monitor until the user quits; resolves with the exit code. */
export const runMonitor = async ({config, clock}: RunOptions): Promise<number> => {
  const security = config.commandConfig === null ? plaintext : await readSecurity(config.commandConfig);
  const world = createStore<World>(emptyWorld(null));
  const engines = createEngines(clock);
  const ending = new AbortController();
  let watching: Watch | null = null;
  let polling: Polling | null = null;
  let jobs = 0;
  const nextJob = (): number => ++jobs;
  const [engine] = engineChoices(config.dockerHost, config.docker);

  const stopAll = async (): Promise<void> => {
    ending.abort();
    await consumers?.stop();
    await messages?.stop();
    await polling?.stop();
    await watching?.close();
    engines.close();
    looking?.leave();
  };

  const end = async (): Promise<void> => {
    await polling?.stop();
    await watching?.close();
    [polling, watching] = [null, null];
  };

  let messages: ReturnType<typeof createMessagesLink> | undefined;
  let looking: Looking | undefined;
  let consumers: ConsumeLink | undefined;
  const monitor = openMonitor({
    world,
    clock,
    theme: {hasColour: config.colour !== 'never', isAscii: config.isAscii},
    every: everyOf(config, null),
    timeForm: config.timeForm,
    exportFolder: '.',
    beforeExit: stopAll,
    link: (ui, notify) => {
      const tell: TellAction = (subject, answer) =>
        world.update(now =>
          withEvents(now, [{at: clock.now(), kind: 'action', subject, from: null, to: answer}]),
        );
      const produce = createProduceLink({watching: () => watching, world, ui, notify, tell, nextJob, clock});
      const labContext = (
        signal: AbortSignal,
        onProgress: LabContext['onProgress'] = () => {},
      ): LabContext => {
        const host = watching?.target.dockerHost ?? engine?.host ?? '';
        return {
          docker: engines.docker({host, from: 'default', exists: true}),
          compose: createComposeClient({clock, dockerHost: host}),
          clock,
          readMetadata: readMetadataOnce(clock),
          onProgress,
          signal,
        };
      };
      const bringUp = createBringUp({
        ui,
        notify,
        nextJob,
        variant: () => watching?.target.variant ?? 'zookeeper',
        context: labContext,
      });
      const write = createWriteLink({
        watching: () => watching,
        world,
        ui,
        notify,
        tell,
        nextJob,
        clock,
        refresh: () => polling?.refresh(),
      });
      const learning = createCourseLink({
        watching: () => watching,
        world,
        notify,
        clock,
        stateFolder: config.stateFolder,
        refresh: () => polling?.refresh(),
        isInSight: () => ui.get().view === 'learn',
      });
      const search = createLooking({
        config,
        clock,
        engines,
        engine,
        ui,
        notify,
        requestFrame: () => monitor.terminal.requestFrame('data'),
        signal: ending.signal,
        hasTarget: () => world.get().target !== null,
        begin: target => begin(target),
        end,
      });
      looking = search;
      learning.course.state.subscribe(() => monitor.terminal.requestFrame('input'));
      consumers = createConsumeLink({
        watching: () => watching,
        security,
        world,
        ui,
        tell,
        nextJob,
        clock,
      });
      messages = createMessagesLink(() => watching, clock);
      return {
        lab: labActions({
          watching: () => watching,
          world,
          clock,
          tell,
          produce,
          bringUp,
          context: labContext,
          write,
          practice: search.practice,
          isReadOnly: config.isReadOnly,
        }),
        messages: messages.control,
        course: learning.control,
        consumers,
        sql: createSqlLink({
          watching: () => watching,
          ui,
          tell,
          nextJob,
          clock,
          refresh: () => polling?.refresh(),
        }),
        questions: createQuestionsLink({watching: () => watching, security, tell, clock}),
        refresh: () => (polling ? polling.refresh() : search.again()),
        setEvery: milliseconds => polling?.setEvery(milliseconds),
        followLogs: (names, since, onChange) =>
          followLogs(watching?.docker ?? null, clock, names, since, onChange),
      };
    },
  });
  messages?.onChange(() => monitor.terminal.requestFrame('tail'));

  /** Statistics are streamed only while containers are on screen. */
  const wantStats = (): void => {
    const {view} = monitor.ui.get();
    const isShown = view === 'dashboard' || view === 'containers';
    const running = (lastValue(world.get().containers) ?? []).filter(({state}) => state === 'running');
    watching?.dockerFeed?.wantStats(isShown ? running.map(({id}) => id) : []);
  };

  const begin = (target: Target): void => {
    // Its client is opened here where choosing has not done so.
    if (target.dockerHost !== null) engines.docker({host: target.dockerHost, from: 'default', exists: true});
    world.update(() => emptyWorld(target));
    const every = everyOf(config, target);
    monitor.ui.update(state => ({...state, every}));
    watching = watch({target, security, docker: engines.of(target.dockerHost), world, clock, every});
    watching.kafkaFeed.wantTimes('all');
    polling = startPolling(watching.feeds, clock, every);
    messages?.begin();
  };
  world.subscribe(wantStats);
  monitor.ui.subscribe(wantStats);

  const found = looking?.run() ?? Promise.resolve();
  try {
    await Promise.race([monitor.ended, found.then(() => monitor.ended)]);
    return 0;
  } finally {
    monitor.terminal.close();
    await stopAll();
  }
};
