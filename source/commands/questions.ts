import {withDialog} from '../store/ui.ts';
import type {Answer, Command, CommandContext} from './command.ts';
import {field} from './field.ts';

const selectedTopic = ({pane}: CommandContext): string | null => {
  const subject = pane.selected === null ? null : pane.subject(pane.selected);
  if (subject?.kind === 'topic') return subject.id;
  return subject?.kind === 'partition' ? subject.id.replace(/-\d+$/, '') : null;
};

/** A question about the selected topic, or the topic of the selected partition. */
const ofTopic = <Id extends string>(
  id: Id,
  title: string,
  help: string,
  ask: (topic: string, context: CommandContext) => readonly [title: string, answer: Answer],
): Command<Id> => ({
  id,
  title,
  help,
  context: 'global',
  isAction: ['topic', 'partition'],
  unavailable: context => (selectedTopic(context) === null ? 'no topic is selected' : undefined),
  run: context => {
    const topic = selectedTopic(context);
    if (topic !== null) context.openAnswer(...ask(topic, context));
  },
});

/** The address of the selected broker, else that of the first that there is. */
const meantAddress = ({pane, picture}: CommandContext): string => {
  const {brokers} = picture();
  const subject = pane.selected === null ? null : pane.subject(pane.selected);
  const broker =
    brokers.find(({id}) => subject?.kind === 'broker' && subject.id === String(id)) ?? brokers[0];
  return broker?.host == null ? '' : `${broker.host}:${broker.port ?? ''}`;
};

/** What is asked of the cluster once, and read in a text. */
export const questionCommands = [
  ofTopic(
    'topic.settings',
    'Show the settings of the topic',
    'asks a broker for every setting of the topic: value, source, default, and what it does',
    (topic, {questions}) => [`Settings of ${topic}`, questions.settings(topic)],
  ),
  ofTopic(
    'topic.batches',
    'Count the record batches',
    'reads how the records of the topic lie in its log: batches, bytes, compression',
    (topic, {questions}) => [`Record batches of ${topic}`, questions.batches(topic)],
  ),
  ofTopic(
    'topic.latest',
    'Read the last record of each key',
    'reads the whole topic: the last record of each key, older ones, and offsets without a record',
    (topic, {questions}) => [`Last records of ${topic}`, questions.latest(topic)],
  ),
  {
    id: 'broker.ask',
    title: 'Ask an address where it sends clients',
    help: 'says where a client is sent that begins at an address, and which of these this machine reaches',
    context: 'global',
    isAction: ['broker'],
    run: context =>
      context.ui.update(state =>
        withDialog(state, {
          kind: 'form',
          title: 'Ask an address where it sends clients',
          focus: 0,
          error: null,
          fields: [field('address', 'Address', meantAddress(context), 'host:port of a listener')],
          onSubmit: ({address = ''}) => {
            if (!/^\S+:\d{1,5}$/.test(address)) return 'An address is host:port, e.g. localhost:29092.';
            context.openAnswer(`What ${address} says`, context.questions.address(address));
            return null;
          },
        }),
      ),
  },
] as const satisfies readonly Command[];
