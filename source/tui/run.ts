import {createComposeClient} from '../clients/compose/client.ts';
import {labFiles} from '../clients/compose/files.ts';
import type {DockerClient} from '../clients/docker/client.ts';
import {createDockerClient} from '../clients/docker/client.ts';
import {type EngineChoice, engineChoices} from '../clients/docker/hosts.ts';
import {readSecurity} from '../clients/kafka/properties.ts';
import {plaintext} from '../clients/kafka/security.ts';
import type {Clock} from '../clock.ts';
import type {Config} from '../config.ts';
import {UserError} from '../errors.ts';
import {type Polling, startPolling} from '../feeds/poll.ts';
import {type Watch, watch} from '../feeds/watch.ts';
import type {Line} from '../format/line.ts';
import {withEvents} from '../model/advance.ts';
import type {Machine} from '../model/machine.ts';
import {lastValue} from '../model/reading.ts';
import type {Target} from '../model/target.ts';
import {emptyWorld, type World} from '../model/world.ts';
import {readMachine} from '../queries/machine.ts';
import {readMetadataOnce} from '../queries/metadata-once.ts';
import {createStore} from '../store/store.ts';
import {type Dialog, topDialog, withDialog, withoutTopDialog} from '../store/ui.ts';
import {choose, type NoTarget} from '../target.ts';
import {createBringUp} from './links/bring-up.ts';
import {cardLines, endedLines, withoutPractice} from './links/card.ts';
import {createCourseLink} from './links/course.ts';
import {labActions} from './links/lab.ts';
import {followLogs} from './links/logs.ts';
import {createMessagesLink} from './links/messages.ts';
import {createPracticeLink} from './links/practice.ts';
import {createProduceLink} from './links/produce.ts';
import type {TellAction} from './links/tell-action.ts';
import {createWriteLink} from './links/writes.ts';
import {openMonitor} from './monitor.tsx';

export interface RunOptions {
  readonly config: Config;
  readonly clock: Clock;
}

const cardTitle = 'No lab yet';
const endedTitle = 'The practice lab has ended';

const textDialog = (
  title: string,
  lines: (width: number) => readonly Line[],
  copies: string | null = null,
): Dialog => ({
  kind: 'text',
  title,
  lines,
  top: 0,
  search: '',
  isFollowing: false,
  copies,
});

/** How long (ms) until a target is looked for again, while there is none. */
const lookEvery = 2000;

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
    await messages?.stop();
    await polling?.stop();
    await watching?.close();
    engines.close();
    practice.leave();
  };

  let messages: ReturnType<typeof createMessagesLink> | undefined;
  /** Whether the user asked for a practice lab where none was to be started. */
  let wantsPractice = config.lab === 'practice';
  let hasPracticeEnded = false;
  let wake = (): void => {};
  const practice = createPracticeLink({
    config,
    onStep: sentence => monitor.session.notify('info', sentence),
    onEnd: pid => {
      hasPracticeEnded = true;
      monitor.ui.update(state =>
        withDialog(
          state,
          textDialog(endedTitle, width => endedLines(pid, width)),
        ),
      );
    },
  });
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
      const bringUp = createBringUp({
        ui,
        notify,
        nextJob,
        variant: () => watching?.target.variant ?? 'zookeeper',
        context: (onProgress, signal) => {
          const choice = engine ?? {host: '', from: 'default', exists: false};
          return {
            docker: engines.docker(choice),
            compose: createComposeClient({clock, dockerHost: choice.host}),
            clock,
            readMetadata: readMetadataOnce(clock),
            onProgress,
            signal,
          };
        },
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
      });
      learning.course.state.subscribe(() => monitor.terminal.requestFrame('input'));
      messages = createMessagesLink(() => watching, clock);
      return {
        lab: labActions({
          watching: () => watching,
          world,
          clock,
          tell,
          produce,
          bringUp,
          write,
          practice: {
            get whyNoPractice() {
              const {target} = world.get();
              return target === null || hasPracticeEnded
                ? undefined
                : 'a target is chosen once: quit, then type kafka-lab --lab practice';
            },
            practice() {
              wantsPractice = true;
              if (hasPracticeEnded) void startAgain();
              wake();
            },
          },
        }),
        messages: messages.control,
        course: learning.control,
        refresh: () => (polling ? polling.refresh() : lookAgain()),
        setEvery: milliseconds => polling?.setEvery(milliseconds),
        followLogs: (names, onChange) => followLogs(watching?.docker ?? null, clock, names, onChange),
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

  let none: NoTarget | null = null;
  let machine: Machine | null = null;
  const lookAtMachine = async (): Promise<void> => {
    if (!engine) return;
    machine = await readMachine({
      engine,
      docker: engines.docker(engine),
      compose: createComposeClient({clock, dockerHost: engine.host}),
      files: labFiles('zookeeper', false),
      clock,
    });
    monitor.terminal.requestFrame('data');
  };
  const showCard = (): void =>
    monitor.ui.update(state =>
      withDialog(
        state,
        textDialog(cardTitle, width => (none ? cardLines(none, machine, width) : []), 'kafka-lab up'),
      ),
    );
  const closeCard = (): void => {
    const dialog = topDialog(monitor.ui.get());
    if (dialog?.kind === 'text' && [cardTitle, endedTitle].includes(dialog.title))
      monitor.ui.update(withoutTopDialog);
  };

  /** The card again, with a new look at the machine: it may have been closed to read what is under it. */
  const lookAgain = (): void => {
    if (none !== null && !topDialog(monitor.ui.get())) showCard();
    void lookAtMachine().catch(() => {});
  };

  /** Opens a practice lab; where that fails, says why on the card and returns null. */
  const openPractice = async (instead: NoTarget): Promise<Target | null> => {
    wantsPractice = false;
    try {
      const target = await practice.open(instead, ending.signal);
      hasPracticeEnded = false;
      return target;
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      none = withoutPractice(instead, `${error.message} ${error.next}`);
      return null;
    }
  };

  /** Looks for a target until there is one; what was chosen is kept for good. */
  const look = async (): Promise<void> => {
    let hasFailed = false;
    while (!ending.signal.aborted) {
      const chosen = await choose(config, engines);
      if (ending.signal.aborted) return;
      const isWaited = none !== null;
      let target = 'target' in chosen ? chosen.target : null;
      if (!('target' in chosen)) {
        const isAsked = wantsPractice;
        if (isAsked || (chosen.isForPractice && !hasFailed)) target = await openPractice(chosen);
        else if (!hasFailed) none = chosen;
        hasFailed ||= target === null && (isAsked || chosen.isForPractice);
      }
      if (ending.signal.aborted) return;
      if (target) {
        closeCard();
        if (isWaited) monitor.session.notify('good', `Connected: ${target.why}.`);
        none = null;
        begin(target);
        return;
      }
      if (!isWaited) showCard();
      await lookAtMachine();
      const waking = new AbortController();
      wake = () => waking.abort();
      await clock.sleep(lookEvery, AbortSignal.any([ending.signal, waking.signal])).catch(() => {});
    }
  };

  /** Another practice lab in the place of one that has ended. */
  const startAgain = async (): Promise<void> => {
    await polling?.stop();
    await watching?.close();
    [polling, watching] = [null, null];
    await look();
  };
  const looking = look();
  try {
    await Promise.race([monitor.ended, looking.then(() => monitor.ended)]);
    return 0;
  } finally {
    monitor.terminal.close();
    await stopAll();
  }
};
