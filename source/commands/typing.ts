import {type Edit, edit, inputOf, insert} from '../store/input.ts';
import type {Dialog, Field, Input} from '../store/ui.ts';

/** Changes the text field that has the focus, in whatever dialog it stands. */
const withInput = (dialog: Dialog, change: (input: Input) => Input): Dialog => {
  switch (dialog.kind) {
    case 'input':
      return {...dialog, input: change(dialog.input)};
    case 'palette':
      return dialog.isFiltered ? {...dialog, input: change(dialog.input), selected: 0} : dialog;
    case 'form':
      return {
        ...dialog,
        isTouched: true,
        error: null,
        fields: dialog.fields.map((field, index) =>
          index === dialog.focus && !field.choices ? {...field, input: change(field.input)} : field,
        ),
      };
    default:
      return dialog;
  }
};

/** Whether all of the focused field gives way to what is typed, as in a field of any form that was just entered. */
const givesWay = (dialog: Dialog): boolean => dialog.kind === 'form' && !dialog.isTouched;

/** The next of a field's choices that begins with what was typed; the field as it is where none does. */
const chosenBy = (field: Field, typed: string): Field => {
  const choices = field.choices ?? [];
  const now = choices.indexOf(field.input.text);
  const found = [...choices.slice(now + 1), ...choices.slice(0, now)].find(each =>
    each.toLowerCase().startsWith(typed.toLowerCase()),
  );
  return found === undefined ? field : {...field, input: {text: found, cursor: 0}};
};

/** Puts what was typed or pasted into the text field that has the focus; one with choices goes to the one that is meant. */
export const withTyped = (dialog: Dialog, text: string): Dialog => {
  if (dialog.kind === 'form' && dialog.fields[dialog.focus]?.choices)
    return {
      ...dialog,
      fields: dialog.fields.map((field, index) => (index === dialog.focus ? chosenBy(field, text) : field)),
    };
  return withInput(dialog, input => insert(givesWay(dialog) ? inputOf('') : input, text));
};

/** The focused field after one key of editing. */
export const withEdit = (dialog: Dialog, change: Edit): Dialog =>
  withInput(dialog, input =>
    givesWay(dialog) && (change === 'erase' || change === 'erase-next') ? inputOf('') : edit(input, change),
  );

/** The field with the next of its choices, or the one before; without choices as it is. */
export const turn = (field: Field, step: number): Field => {
  if (!field.choices) return field;
  const now = field.choices.indexOf(field.input.text);
  const text = field.choices[(now + step + field.choices.length) % field.choices.length] ?? '';
  return {...field, input: {text, cursor: 0}};
};
