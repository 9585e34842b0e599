import type {Edit} from '../store/input.ts';
import {topDialog, withoutTopDialog, withPane, withTopDialog} from '../store/ui.ts';
import type {Command, CommandContext, ContextId} from './command.ts';
import {choose, movePalette} from './palette.ts';
import {turn, withEdit} from './typing.ts';

const editing = <Id extends Edit>(change: Id, title: string): Command<`input.${Id}`> => ({
  id: `input.${change}`,
  title,
  help: `${title.toLowerCase()} in a text field`,
  context: 'input',
  run: ({ui}) => ui.update(state => withTopDialog(state, dialog => withEdit(dialog, change))),
});

const close = <Id extends ContextId>(context: Id, title: string): Command<`${Id}.cancel`> => ({
  id: `${context}.cancel`,
  title,
  help: `${title.toLowerCase()}; nothing is done`,
  context,
  run: ({ui}) => ui.update(withoutTopDialog),
});

/** Applies what was typed into the one-line field: a filter stays with its pane, a search goes to its match. */
const submitInput = (context: CommandContext): void => {
  const dialog = topDialog(context.ui.get());
  if (dialog?.kind !== 'input') return;
  const {text} = dialog.input;
  context.ui.update(withoutTopDialog);
  if (dialog.purpose === 'filter') {
    context.ui.update(state => withPane(state, dialog.pane, {filter: text}));
    return;
  }
  context.ui.update(state =>
    withTopDialog(state, below => (below.kind === 'text' ? {...below, search: text} : below)),
  );
  context.findInText(1);
};

const turnField =
  (step: number, otherwise: Edit): Command['run'] =>
  ({ui}) =>
    ui.update(state =>
      withTopDialog(state, dialog => {
        if (dialog.kind !== 'form') return dialog;
        if (!dialog.fields[dialog.focus]?.choices) return withEdit(dialog, otherwise);
        return {
          ...dialog,
          fields: dialog.fields.map((field, index) => (index === dialog.focus ? turn(field, step) : field)),
        };
      }),
    );

const moveField =
  (step: number): Command['run'] =>
  ({ui}) =>
    ui.update(state =>
      withTopDialog(state, dialog =>
        dialog.kind === 'form'
          ? {
              ...dialog,
              isTouched: false,
              focus: (dialog.focus + step + dialog.fields.length) % dialog.fields.length,
            }
          : dialog,
      ),
    );

const submitForm: Command['run'] = ({ui}) => {
  const dialog = topDialog(ui.get());
  if (dialog?.kind !== 'form') return;
  const error = dialog.onSubmit(
    Object.fromEntries(dialog.fields.map(field => [field.id, field.input.text.trim()])),
  );
  // What it did may have put a text over it.
  if (error === null)
    ui.update(state => ({...state, dialogs: state.dialogs.filter(each => each !== dialog)}));
  else
    ui.update(state =>
      withTopDialog(state, top => (top.kind === 'form' ? {...top, isTouched: true, error} : top)),
    );
};

/** What the keys do in a dialog. */
export const dialogCommands = [
  editing('left', 'One character left'),
  editing('right', 'One character right'),
  editing('start', 'Start of the field'),
  editing('end', 'End of the field'),
  editing('erase', 'Erase the character before'),
  editing('erase-next', 'Erase the character under the cursor'),
  editing('erase-all', 'Erase all before the cursor'),
  editing('erase-word', 'Erase the word before'),
  {
    id: 'input.submit',
    title: 'Apply',
    help: 'applies the text',
    context: 'input',
    hint: 'apply',
    run: submitInput,
  },
  {...close('input', 'Leave the field'), hint: 'cancel'},
  {id: 'palette.up', title: 'One up', help: 'one entry up', context: 'palette', run: movePalette(-1)},
  {id: 'palette.down', title: 'One down', help: 'one entry down', context: 'palette', run: movePalette(1)},
  {
    id: 'palette.choose',
    title: 'Choose',
    help: 'does what the entry says',
    context: 'palette',
    hint: 'choose',
    run: choose,
  },
  {...close('palette', 'Close the list'), hint: 'cancel'},
  {
    id: 'confirm.yes',
    title: 'Yes, do it',
    help: 'does what was asked',
    context: 'confirm',
    hint: 'yes, do it',
    run: ({ui}) => {
      const dialog = topDialog(ui.get());
      ui.update(withoutTopDialog);
      if (dialog?.kind === 'confirm') dialog.onYes();
    },
  },
  {...close('confirm', 'No, leave it'), hint: 'no'},
  {
    id: 'form.next',
    title: 'Next field',
    help: 'goes to the next field',
    context: 'form',
    hint: 'next field',
    run: moveField(1),
  },
  {
    id: 'form.previous',
    title: 'Previous field',
    help: 'goes to the field before',
    context: 'form',
    run: moveField(-1),
  },
  {
    id: 'form.left',
    title: 'Left',
    help: 'cursor, or choice before',
    context: 'form',
    run: turnField(-1, 'left'),
  },
  {
    id: 'form.right',
    title: 'Right',
    help: 'cursor, or next choice',
    context: 'form',
    run: turnField(1, 'right'),
  },
  {
    id: 'form.submit',
    title: 'Do it',
    help: 'does what the form says',
    context: 'form',
    hint: 'do it',
    run: submitForm,
  },
  {...close('form', 'Leave the form'), hint: 'cancel'},
] as const satisfies readonly Command[];
