import {inputOf} from '../store/input.ts';
import {type Dialog, topDialog, withDialog, withoutTopDialog, withTopDialog} from '../store/ui.ts';
import type {Command, CommandContext} from './command.ts';

type Text = Extract<Dialog, {kind: 'text'}>;

const changeText = ({ui}: CommandContext, change: (text: Text) => Partial<Text>): void =>
  ui.update(state =>
    withTopDialog(state, dialog => (dialog.kind === 'text' ? {...dialog, ...change(dialog)} : dialog)),
  );

const scroll = <Id extends string>(
  id: Id,
  title: string,
  to: (top: number, page: number, last: number) => number,
): Command<`text.${Id}`> => ({
  id: `text.${id}`,
  title,
  help: `${title.toLowerCase()} in the text`,
  context: 'text',
  run: context => {
    const {top, last} = context.textPlace();
    const next = Math.max(0, Math.min(last, to(top, Math.max(1, context.pane.pageSize - 1), last)));
    changeText(context, () => ({top: next, isFollowing: id === 'last'}));
  },
});

/** Reading a text: detail, help, `w` card, logs. */
export const textCommands = [
  scroll('up', 'One line up', top => top - 1),
  scroll('down', 'One line down', top => top + 1),
  scroll('page-up', 'A page up', (top, page) => top - page),
  scroll('page-down', 'A page down', (top, page) => top + page),
  scroll('half-up', 'Half a page up', (top, page) => top - Math.ceil(page / 2)),
  scroll('half-down', 'Half a page down', (top, page) => top + Math.ceil(page / 2)),
  scroll('first', 'Start of the text', () => 0),
  scroll('last', 'End of the text', (_top, _page, last) => last),
  {
    id: 'text.close',
    title: 'Close',
    help: 'closes the text and goes back to the panes',
    context: 'text',
    hint: 'back',
    run: ({ui}) => {
      const dialog = topDialog(ui.get());
      ui.update(withoutTopDialog);
      if (dialog?.kind === 'text') dialog.onClose?.();
    },
  },
  {
    id: 'text.search',
    title: 'Search in the text',
    help: 'marks the text and goes to the first place after here that holds it',
    context: 'text',
    hint: 'search',
    run: ({ui, pane}) =>
      ui.update(state =>
        withDialog(state, {kind: 'input', purpose: 'search', pane: pane.id, input: inputOf('')}),
      ),
  },
  {
    id: 'text.next',
    title: 'Next match',
    help: 'goes to the next place that holds the searched text',
    context: 'text',
    run: context => context.findInText(1),
  },
  {
    id: 'text.previous',
    title: 'Previous match',
    help: 'goes to the place before that holds the searched text',
    context: 'text',
    run: context => context.findInText(-1),
  },
  {
    id: 'text.follow',
    title: 'Follow the end',
    help: 'keeps the end of the text in sight',
    context: 'text',
    run: context => {
      const {top} = context.textPlace();
      changeText(context, text => ({top, isFollowing: !text.isFollowing}));
    },
  },
  {
    id: 'text.copy',
    title: 'Copy',
    help: 'copies the command lines of a card, or else the text',
    context: 'text',
    hint: 'copy',
    run: context => {
      const dialog = topDialog(context.ui.get());
      if (dialog?.kind !== 'text') return;
      context.notify('info', context.terminal.copy(dialog.copies ?? context.wholeText()));
    },
  },
] as const satisfies readonly Command[];
