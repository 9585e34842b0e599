import {matching} from '../../commands/palette.ts';
import {truncate, widthOf} from '../../format/cells.ts';
import {fitLine, type Line, type Span} from '../../format/line.ts';
import type {Dialog, Input} from '../../store/ui.ts';
import {joined, paragraph} from '../details/section.ts';
import type {Box} from '../layout.ts';
import {frameOf} from '../panes/border.ts';
import {firstVisible} from '../panes/content.ts';
import type {Scene} from '../scene.ts';
import {aboutLines} from './about.ts';
import type {Drawn, Size} from './drawn.ts';
import {textBox} from './text-box.ts';
import {wrapLine} from './wrap.ts';

/** The part of a text field that is shown in `width` cells: its end moves with the cursor. */
const visibleInput = (input: Input, width: number): {readonly text: string; readonly cursor: number} => {
  const before = [...input.text].slice(0, input.cursor).join('');
  const overflow = Math.max(0, widthOf(before) - width + 1);
  const skipped = [...input.text].slice(0, overflow).join('');
  return {
    text: truncate([...input.text].slice(overflow).join(''), width),
    cursor: widthOf(before) - widthOf(skipped),
  };
};

const centred = (size: Size, width: number, height: number): Box => ({
  x: Math.max(0, Math.floor((size.columns - width) / 2)),
  y: Math.max(0, Math.floor((size.rows - height) / 2)),
  width,
  height,
});

const boxed = (
  scene: Scene,
  size: Size,
  title: string,
  content: readonly Line[],
  width: number,
  cursor: {readonly x: number; readonly y: number} | null,
): Drawn => {
  const height = Math.min(size.rows - 1, content.length + 2);
  const box = centred(size, width, height);
  return {
    box,
    lines: frameOf({
      title,
      filter: '',
      status: {kind: 'ready'},
      content,
      width,
      height,
      isFocused: true,
      glyphs: scene.glyphs,
      cells: scene.cells,
    }),
    cursor: cursor && {x: box.x + 1 + cursor.x, y: box.y + 1 + cursor.y},
  };
};

const dialogWidth = (size: Size, most: number): number => Math.min(size.columns - 4, most);

const palette = (dialog: Extract<Dialog, {kind: 'palette'}>, scene: Scene, size: Size): Drawn => {
  const width = dialogWidth(size, 76);
  const inner = width - 2;
  const choices = matching(dialog.choices, dialog.input.text);
  const head = dialog.isFiltered ? 1 : 0;
  const room = Math.max(1, Math.min(dialog.choices.length, size.rows - 6 - head));
  const first = firstVisible(choices.length, dialog.selected, room);
  const typed = visibleInput(dialog.input, inner - 4);
  const rows = choices.slice(first, first + room).map((choice, index): Line => {
    const isSelected = first + index === dialog.selected;
    const reason: Span[] = choice.reason === null ? [] : [{text: `  ${choice.reason}`, tone: 'muted'}];
    const line: Line = [
      {text: ` ${choice.title}`, ...(choice.reason === null ? {} : {tone: 'muted' as const})},
      ...reason,
    ];
    const keys: Span = {text: ` ${choice.keys} `, tone: 'accent'};
    const full = [...fitLine(line, inner - widthOf(keys.text)), keys];
    return isSelected ? full.map(span => ({...span, inverse: true})) : full;
  });
  const none: Line = [{text: ' No command has that name.', tone: 'muted'}];
  return boxed(
    scene,
    size,
    dialog.title,
    [...(dialog.isFiltered ? [[{text: ` : ${typed.text}`}]] : []), ...(rows.length > 0 ? rows : [none])],
    width,
    dialog.isFiltered ? {x: 3 + typed.cursor, y: 0} : null,
  );
};

const confirm = (dialog: Extract<Dialog, {kind: 'confirm'}>, scene: Scene, size: Size): Drawn => {
  const width = dialogWidth(size, 76);
  const content = joined(aboutLines(dialog, width - 2, scene.cells), [
    [
      {text: '  y', bold: true, tone: 'accent'},
      {text: ' yes, do it     '},
      {text: 'n', bold: true, tone: 'accent'},
      {text: ' or Esc: no'},
    ],
  ]);
  // A long list of consequences is cut above the question, never the question itself.
  const room = size.rows - 3;
  const cut = content.length > room ? [...content.slice(0, room - 2), [], ...content.slice(-1)] : content;
  return boxed(scene, size, dialog.title, cut, width, null);
};

const form = (dialog: Extract<Dialog, {kind: 'form'}>, scene: Scene, size: Size): Drawn => {
  const width = dialogWidth(size, 76);
  const label = Math.max(...dialog.fields.map(field => widthOf(field.label))) + 3;
  const room = width - 2 - label - 1;
  const rows = dialog.fields.map((field, index): Line => {
    const isFocused = index === dialog.focus;
    const value: Span = field.choices
      ? {
          text: isFocused
            ? `${scene.glyphs.left} ${field.input.text} ${scene.glyphs.right}`
            : field.input.text,
        }
      : {text: visibleInput(field.input, room).text, underline: true};
    const rest = field.choices ? 0 : Math.min(room, 20) - widthOf(value.text);
    return [
      {text: ` ${field.label.padEnd(label - 1)}`, ...(isFocused ? {bold: true, tone: 'title' as const} : {})},
      // As marked text anywhere: what is typed takes its place.
      isFocused ? {...value, bold: true, inverse: !field.choices && !dialog.isTouched} : value,
      ...(rest > 0 ? [{text: ' '.repeat(rest), underline: true}] : []),
    ];
  });
  const focused = dialog.fields[dialog.focus];
  const notes: readonly Line[] = [
    ...(focused ? wrapLine([{text: ` ${focused.help}`, tone: 'muted'}], width - 2) : []),
    ...(dialog.error === null ? [] : paragraph(dialog.error, width - 2, {tone: 'bad'})),
  ];
  const keys: Line = [
    {text: '  Enter', bold: true, tone: 'accent'},
    {text: ' do it   '},
    {text: 'Tab', bold: true, tone: 'accent'},
    {text: ' next field   '},
    {text: 'Esc', bold: true, tone: 'accent'},
    {text: ': no'},
  ];
  const fields = joined(rows, notes, [keys]);
  // What it is about gives way to the fields.
  const about = dialog.about ? aboutLines(dialog.about, width - 2, scene.cells) : [];
  const above = about.slice(0, Math.max(0, size.rows - 4 - fields.length));
  const cursor =
    focused && !focused.choices
      ? {
          x: label + visibleInput(focused.input, room).cursor,
          y: dialog.focus + (above.length > 0 ? above.length + 1 : 0),
        }
      : null;
  return boxed(scene, size, dialog.title, joined(above, fields), width, cursor);
};

const input = (dialog: Extract<Dialog, {kind: 'input'}>, size: Size): Drawn => {
  const label = dialog.purpose === 'filter' ? ' Filter: ' : ' Search: ';
  const typed = visibleInput(dialog.input, size.columns - widthOf(label) - 1);
  return {
    box: {x: 0, y: size.rows - 1, width: size.columns, height: 1},
    lines: [fitLine([{text: label, tone: 'accent', bold: true}, {text: typed.text}], size.columns)],
    cursor: {x: widthOf(label) + typed.cursor, y: size.rows - 1},
  };
};

export const drawDialog = (dialog: Dialog, scene: Scene, size: Size): Drawn => {
  switch (dialog.kind) {
    case 'palette':
      return palette(dialog, scene, size);
    case 'confirm':
      return confirm(dialog, scene, size);
    case 'form':
      return form(dialog, scene, size);
    case 'text':
      return textBox(dialog, scene, size);
    case 'input':
      return input(dialog, size);
  }
};
