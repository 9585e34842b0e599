import {type Choice, type Dialog, topDialog, withoutTopDialog, withTopDialog} from '../store/ui.ts';
import type {Command, CommandContext} from './command.ts';

/** The entries of a palette that hold every word typed, in any order; those that can be used now come first. */
export const matching = (choices: readonly Choice[], typed: string): readonly Choice[] => {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return choices;
  const found = choices.filter(choice => words.every(word => choice.title.toLowerCase().includes(word)));
  return [...found.filter(({reason}) => reason === null), ...found.filter(({reason}) => reason !== null)];
};

/** Goes so many entries down; the first and the last are where it ends. */
export const movePalette =
  (step: number): Command['run'] =>
  ({ui}) =>
    ui.update(state =>
      withTopDialog(state, dialog => {
        if (dialog.kind !== 'palette') return dialog;
        const last = matching(dialog.choices, dialog.input.text).length - 1;
        return {...dialog, selected: Math.max(0, Math.min(last, dialog.selected + step))};
      }),
    );

/** Does what one entry of the open palette or menu says, or tells why not. */
const take = (
  {ui, notify}: Pick<CommandContext, 'ui' | 'notify'>,
  pick: (dialog: Extract<Dialog, {kind: 'palette'}>) => Choice | undefined,
): void => {
  const dialog = topDialog(ui.get());
  if (dialog?.kind !== 'palette') return;
  const choice = pick(dialog);
  if (!choice) return;
  if (choice.reason !== null) {
    notify('warn', `${choice.title}: ${choice.reason}.`);
    return;
  }
  ui.update(withoutTopDialog);
  dialog.onChoose(choice.id);
};

/** Does what the selected entry says. */
export const choose: Command['run'] = context =>
  take(context, dialog => matching(dialog.choices, dialog.input.text)[dialog.selected]);

/** Does what the entry says that this key stands beside, e.g. `d`; other keys do nothing. */
export const chooseByKey = (context: Pick<CommandContext, 'ui' | 'notify'>, key: string): void =>
  take(context, ({choices}) => choices.find(({keys}) => keys === key));
