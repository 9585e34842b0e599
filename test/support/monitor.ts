import {createKafkaClient} from '../../source/clients/kafka/client.ts';
import {plaintext} from '../../source/clients/kafka/security.ts';
import type {Clock} from '../../source/clock.ts';
import type {
  ConsumersControl,
  CourseControl,
  LabActions,
  MessagesControl,
  QuestionsControl,
  SqlControl,
} from '../../source/commands/command.ts';
import type {CourseState} from '../../source/exercises/course.ts';
import {pictureOf} from '../../source/model/picture.ts';
import {emptyWorld, type World} from '../../source/model/world.ts';
import {createStore, type Store} from '../../source/store/store.ts';
import type {TailBuffer} from '../../source/store/tail-buffer.ts';
import {type Monitor, openMonitor} from '../../source/tui/monitor.tsx';
import type {Links} from '../../source/tui/session.ts';
import {createFakeClock, type FakeClock} from './clock.ts';
import {createFakeTerminal, type FakeTerminal} from './terminal.ts';

export interface SeededMonitor {
  readonly monitor: Monitor;
  readonly terminal: FakeTerminal;
  readonly clock: FakeClock;
  readonly world: Store<World>;
  /** What was asked of the lab, in order: `stop kafka1`. */
  readonly asked: readonly string[];
  /** Runs commands by name, then lets the screen come to rest. */
  run(...commands: readonly string[]): Promise<void>;
  /** Gives a new world, as a poll does, and lets the screen come to rest. */
  show(world: World): Promise<void>;
  screen(): readonly string[];
  close(): Promise<void>;
}

export interface SeedOptions {
  readonly world?: World;
  readonly tail: TailBuffer;
  readonly columns?: number;
  readonly rows?: number;
  readonly hasColour?: boolean;
  readonly isAscii?: boolean;
  readonly lab?: Partial<LabActions>;
  readonly messages?: Partial<MessagesControl>;
  readonly sql?: Partial<SqlControl>;
  readonly links?: Partial<Links>;
  readonly course?: CourseState;
  /** Containers of the lab that were removed. */
  readonly missing?: readonly string[];
  readonly exportFolder?: string;
  /** The time (ms since the epoch) that it is; a world from a seeded lab brings its own. */
  readonly now?: number;
}

const noCourse: CourseState = {
  attempts: new Map(),
  current: null,
  conditions: [],
  journal: [],
  trouble: null,
};

/** A client that knows no broker: plans that need none are real ones. */
const nobody = (clock: Clock) => createKafkaClient({bootstrap: [], security: plaintext, clock});

/** The monitor on a fake terminal, over a world that the test makes: no server is read. */
export const openSeeded = async (options: SeedOptions): Promise<SeededMonitor> => {
  const {columns = 80, rows = 24, hasColour = true, isAscii = false} = options;
  const clock = createFakeClock(options.now);
  const terminal = createFakeTerminal({columns, rows, clock});
  const world = createStore<World>(options.world ?? emptyWorld(null));
  const asked: string[] = [];
  const lab: LabActions = {
    readOnlyReason: null,
    whyNoPractice: 'a target is chosen once',
    practice: () => {},
    async container(verb, name) {
      asked.push(`${verb} ${name}`);
      return {isDone: true, answer: `${name}: ${verb} was done.`};
    },
    whyNoShell: undefined,
    async shell(name, tty) {
      asked.push(`shell ${name}`);
      await tty.write('# ');
      return {isDone: true, answer: `The shell in ${name} has ended (exit code 0).`};
    },
    missing: kind => (kind === 'removed' ? (options.missing ?? []) : []),
    async bringBack(name) {
      asked.push(`bring back ${name}`);
      return {isDone: true, answer: `${name} was made again, and is running.`};
    },
    consequences: (_verb, names) => names.map(name => `${name} leads 4 partitions.`),
    commandLines: (verb, names) => [`docker ${verb} ${names.join(' ')}`],
    produce(values) {
      asked.push(`produce ${values.topic}`);
      return null;
    },
    async plan(write, names, values) {
      const {target} = world.get();
      if (!target) throw new Error('A write needs a world with a target.');
      const picture = pictureOf(world.get(), clock.now());
      return write.plan(
        {
          target,
          clock,
          picture,
          kafka: nobody(clock),
          connect: [],
          docker: null,
          offsets: async () => new Map(),
        },
        names,
        values,
      );
    },
    ownLine: (write, names) => `kafka-lab ${write.noun} ${write.verb} ${names.join(' ')}`,
    carryOut: plan => void asked.push(plan.question),
    up: () => void asked.push('up'),
    whyNoUp: undefined,
    down: () => void asked.push('down'),
    ...options.lab,
  };
  const messages: MessagesControl = {
    buffer: () => options.tail,
    topics: () => null,
    read: topics => void asked.push(`read ${topics?.join(' ') ?? 'all'}`),
    setPaused: isPaused => void asked.push(isPaused ? 'pause the tail' : 'go on with the tail'),
    ...options.messages,
  };
  const course: CourseControl = {
    state: () => options.course ?? noCourse,
    start: id => void asked.push(`begin ${id}`),
    resume: id => void asked.push(`go on with ${id}`),
    hint: () => void asked.push('hint'),
    leave: () => void asked.push('put the exercise away'),
    report: () => ({markdown: '# The report', json: '{}'}),
  };
  const running: string[] = [];
  const consumers: ConsumersControl = {
    names: () => running,
    start(values) {
      running.push(`consumer-${running.length + 1}`);
      asked.push(`consume ${Object.values(values).join(' ')}`);
      return null;
    },
    steer(values) {
      asked.push(`steer ${Object.values(values).join(' ')}`);
      return null;
    },
  };
  const questions: QuestionsControl = {
    async batches(topic) {
      asked.push(`batches ${topic}`);
      return () => [[{text: ` The batches of ${topic}.`}]];
    },
    async settings(topic) {
      asked.push(`settings ${topic}`);
      return () => [[{text: ` The settings of ${topic}.`}]];
    },
    async latest(topic) {
      asked.push(`latest ${topic}`);
      return () => [[{text: ` The keys of ${topic}.`}]];
    },
    async address(address) {
      asked.push(`ask ${address}`);
      throw new Error(`Nobody answers at ${address}.`);
    },
  };
  const none = async () => {
    throw new Error('This lab has no PostgreSQL.');
  };
  const sql: SqlControl = {
    unavailable: undefined,
    read: none,
    write: none,
    tables: none,
    columns: none,
    rows: none,
    ...options.sql,
  };
  const monitor = openMonitor({
    world,
    clock,
    theme: {hasColour, isAscii},
    every: 2000,
    exportFolder: options.exportFolder ?? '.',
    host: terminal.host,
    link: () => ({
      lab,
      messages,
      course,
      consumers,
      questions,
      sql,
      refresh: () => void asked.push('refresh'),
      setEvery: milliseconds => void asked.push(`every ${milliseconds}`),
      followLogs: (names, since) => ({
        lines: ({level, isFolded}) => [
          [{text: `log of ${names.join(', ')}: ${level}${isFolded ? ', folded' : ''}`}],
          [{text: since === null ? 'from its last lines' : new Date(since).toISOString()}],
        ],
        stop: () => void asked.push(`stop ${names.join()}`),
      }),
      ...options.links,
    }),
  });
  await terminal.idle();
  return {
    monitor,
    terminal,
    clock,
    world,
    asked,
    async run(...commands) {
      for (const command of commands) {
        monitor.session.run(command);
        await terminal.idle();
      }
    },
    async show(next) {
      world.update(() => next);
      await clock.advance(600);
      await terminal.idle();
    },
    screen: terminal.screen,
    async close() {
      monitor.terminal.close();
      await monitor.ended;
      terminal.dispose();
    },
  };
};
