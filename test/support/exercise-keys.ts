import {disruptiveVerbs} from '../../source/actions/containers.ts';
import {writes} from '../../source/actions/writes/index.ts';
import {commands} from '../../source/commands/index.ts';
import type {Exercise, Move} from '../../source/exercises/exercise.ts';
import {viewTitles} from '../../source/tui/panes/titles.ts';
import type {PseudoTerminal} from './pseudo-terminal.ts';

/** The fields of the form for test events, in their order. */
const eventFields = [
  ...['topic', 'count', 'rate', 'key', 'value', 'headers', 'acks', 'partition', 'compression'],
  ...['linger', 'batch', 'timeout'],
];

/** Choices that a field goes through, in their order, the first one at first; the last choice is reached by one left. */
const fieldChoices: Readonly<Record<string, readonly string[]>> = {
  change: ['stop', 'kill', 'stall', 'go on', 'rate'],
  commit: ['interval', 'record', 'never'],
  acks: ['all', '1', '0'],
  compression: ['none', 'gzip', 'snappy', 'lz4', 'zstd'],
};

/** Commands whose answer opens as a text, by how its title begins. */
const answerTitles: Readonly<Record<string, string>> = {
  'broker.ask': 'What ',
  'topic.batches': 'Record batches of ',
  'topic.latest': 'Last records of ',
};

const keys = {
  enter: '\r',
  escape: '\u001b',
  tab: '\t',
  eraseLine: '\u0015',
  left: '\u001b[D',
  right: '\u001b[C',
} as const;

const isView = (view: string): view is keyof typeof viewTitles => Object.hasOwn(viewTitles, view);

interface Dialogs {
  /** Ids of the form's fields, in their order; empty where no form opens. */
  readonly fields: readonly string[];
  readonly isAsking: boolean;
}

const dialogsOf = (command: string): Dialogs => {
  if (command === 'messages.produce') return {fields: eventFields, isAsking: false};
  if (command === 'consumers.start')
    return {fields: ['group', 'topics', 'members', 'rate', 'commit'], isAsking: false};
  if (command === 'consumers.steer') return {fields: ['consumer', 'change', 'rate'], isAsking: false};
  if (command === 'container.bring-back' || command === 'container.add')
    return {fields: ['name'], isAsking: false};
  if (command === 'sql.prompt') return {fields: ['statement'], isAsking: true};
  if (command === 'broker.ask') return {fields: ['address'], isAsking: false};
  const write = writes.find(({id}) => id === command);
  if (write)
    return {
      fields: [...(write.on === 'new' ? ['name'] : []), ...write.fields.map(({id}) => id)],
      isAsking: write.on !== 'new',
    };
  const verb = command.replace('container.', '');
  return {fields: [], isAsking: disruptiveVerbs.some(each => each === verb)};
};

/** A user at the keyboard who knows the solution; `quorum` is the container that decides in this lab. */
export const createStudent = (terminal: PseudoTerminal, quorum: 'zookeeper' | 'controller' = 'zookeeper') => {
  /** The row of a move as the screen names it: the container of `broker 2` is kafka2. */
  const rowText = (row: string): string =>
    row === 'quorum' ? quorum : row.replace(/^broker (\d+)$/, 'kafka$1');
  const press = (...all: readonly string[]): void => {
    for (const key of all) terminal.send(key);
  };
  /** A dialog lies over whatever is there: its border may begin anywhere in a row. */
  const isOpen = (title: string) => (screen: readonly string[]) =>
    screen.some(row => row.includes(`╭─ ${title}`));

  const show = async (view: keyof typeof viewTitles): Promise<void> => {
    const index = Object.keys(viewTitles).indexOf(view);
    press(String(index + 1));
    const title = `${index + 1} ${viewTitles[view]}`;
    // The last one may stand at the very edge.
    await terminal.waitFor(screen => `${screen[0]} `.includes(` ${title} `));
  };

  /** Filters the list, so that the row is the first one, and selects that. */
  const select = async (text: string): Promise<void> => {
    press('/');
    await terminal.waitFor(/\/▏|\/ ?$|filter/i);
    // What was filtered for before stands in it.
    press(keys.eraseLine, text, keys.enter, 'g');
    await terminal.waitFor(text);
  };

  const choose = async (title: string): Promise<void> => {
    press(':');
    await terminal.waitFor(isOpen('Commands'));
    press(title);
    await terminal.waitFor(screen => screen.some(row => row.includes(`│ ${title}`)));
    press(keys.enter);
    await terminal.waitFor(screen => !isOpen('Commands')(screen));
  };

  const fill = async (fields: readonly string[], answers: Move['answers'] = {}): Promise<void> => {
    for (const [index, id] of fields.entries()) {
      const answer = answers[id];
      const choices = fieldChoices[id];
      if (answer !== undefined && choices)
        press(...choices.slice(0, Math.max(0, choices.indexOf(answer))).map(() => keys.right));
      // The running consumers are the choices, and all of them the last one.
      else if (answer === 'all') press(keys.left);
      else if (answer !== undefined) press(keys.eraseLine, answer);
      if (index < fields.length - 1) press(keys.tab);
    }
    press(keys.enter);
  };

  return {
    show,
    async begin({title}: Exercise): Promise<void> {
      await show('learn');
      await select(title);
      await choose('Begin the exercise');
      // Its row, for the notice gives way to the first tick.
      await terminal.waitFor(screen => screen.some(row => /^│ +\d+ .*\bbegun\b/.test(row)), {
        deadline: 60_000,
      });
      press(keys.escape);
    },
    async make({command, on, answers, refusal}: Move): Promise<void> {
      const title = commands.find(({id}) => id === command)?.title;
      if (title === undefined) throw new Error(`There is no command ${command}.`);
      if (on) {
        if (!isView(on.view)) throw new Error(`There is no view ${on.view}.`);
        await show(on.view);
        await select(rowText(on.row));
      }
      await choose(title);
      if (answers?.typed !== undefined) {
        // What cannot be undone is asked by its name.
        await terminal.waitFor(`type ${answers.typed} and press Enter`);
        press(answers.typed, keys.enter);
        if (on) press(keys.escape);
        return;
      }
      const {fields, isAsking} = dialogsOf(command);
      if (fields.length > 0) await fill(fields, answers);
      if (refusal !== undefined) {
        await terminal.waitFor(refusal);
        press(keys.escape);
      } else if (isAsking) {
        await terminal.waitFor(/\by\b.*(yes|do it)/i);
        press('y');
      }
      const answer = answerTitles[command];
      if (answer !== undefined) {
        const isShown = (screen: readonly string[]): boolean =>
          screen.some(row => row.includes(`╭─ ${answer}`));
        await terminal.waitFor(screen => isShown(screen) && !screen.some(row => row.includes('Asking …')));
        press(keys.escape);
        // Two in one write are no two keys.
        await terminal.waitFor(screen => !isShown(screen));
      }
      if (on) press(keys.escape);
    },
    /** Quits once the jobs have come to their end: the program asks while one still watches what it began. */
    async leave(): Promise<void> {
      const patience = AbortSignal.timeout(60_000);
      const hasPanes = (screen: readonly string[]): boolean => screen.some(row => /^[╭+]─/.test(row));
      for (;;) {
        press('q');
        await terminal.waitFor(screen => isOpen('Quit?')(screen) || !hasPanes(screen));
        if (!isOpen('Quit?')(terminal.screen())) break;
        if (patience.aborted)
          throw new Error(`A job does not end; on screen is\n${terminal.screen().join('\n')}`);
        press(keys.escape);
        await terminal.waitFor(screen => !isOpen('Quit?')(screen));
      }
      await terminal.waitForEnd();
    },
  };
};
