import type {Input} from './ui.ts';

const points = (text: string): string[] => [...text];

export const inputOf = (text: string): Input => ({text, cursor: points(text).length});

/** Puts text in at the cursor; line ends of a paste become spaces, other control characters are dropped. */
export const insert = (input: Input, text: string): Input => {
  const added = points(text.replace(/[\r\n\t]+/g, ' ').replace(/[\u0000-\u001f\u007f-\u009f]/g, ''));
  const before = points(input.text);
  before.splice(input.cursor, 0, ...added);
  return {text: before.join(''), cursor: input.cursor + added.length};
};

const remove = (input: Input, from: number, to: number): Input => {
  const all = points(input.text);
  all.splice(from, to - from);
  return {text: all.join(''), cursor: from};
};

const wordStart = (input: Input): number => {
  const all = points(input.text);
  let at = input.cursor;
  while (at > 0 && all[at - 1] === ' ') at--;
  while (at > 0 && all[at - 1] !== ' ') at--;
  return at;
};

/** What an editing key does to a text field. */
export type Edit = 'left' | 'right' | 'start' | 'end' | 'erase' | 'erase-next' | 'erase-all' | 'erase-word';

export const edit = (input: Input, change: Edit): Input => {
  const length = points(input.text).length;
  switch (change) {
    case 'left':
      return {...input, cursor: Math.max(0, input.cursor - 1)};
    case 'right':
      return {...input, cursor: Math.min(length, input.cursor + 1)};
    case 'start':
      return {...input, cursor: 0};
    case 'end':
      return {...input, cursor: length};
    case 'erase':
      return input.cursor === 0 ? input : remove(input, input.cursor - 1, input.cursor);
    case 'erase-next':
      return remove(input, input.cursor, Math.min(length, input.cursor + 1));
    case 'erase-all':
      return remove(input, 0, input.cursor);
    case 'erase-word':
      return remove(input, wordStart(input), input.cursor);
  }
};
