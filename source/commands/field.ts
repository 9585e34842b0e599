import {inputOf} from '../store/input.ts';
import type {Field} from '../store/ui.ts';

/** A field of a form with what stands in it at first; one with choices is turned through them. */
export const field = (
  id: string,
  label: string,
  text: string,
  help: string,
  choices?: readonly string[],
): Field => ({id, label, help, input: inputOf(text), ...(choices ? {choices} : {})});
