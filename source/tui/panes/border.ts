import {ageText} from '../../format/age.ts';
import {truncate, widthOf} from '../../format/cells.ts';
import type {Glyphs} from '../../format/glyphs.ts';
import {fitLine, type Line, type Span} from '../../format/line.ts';
import type {CellContext} from '../../tables/column.ts';
import type {Status} from './freshness.ts';

interface Framed {
  readonly title: string;
  readonly filter: string;
  readonly status: Status;
  readonly content: readonly Line[];
  readonly width: number;
  readonly height: number;
  readonly isFocused: boolean;
  readonly glyphs: Glyphs;
  readonly cells: CellContext;
}

/** What the border says about the state of the readings; it differs for every state, without colour too. */
const badge = ({status, cells}: Framed): Span | undefined => {
  switch (status.kind) {
    case 'ready':
      return undefined;
    case 'waiting':
      return {text: ' waiting ', tone: 'muted'};
    case 'failed':
      return {text: ' FAILED ', tone: 'bad', bold: true};
    case 'partial':
      return {text: ' partial ', tone: 'warn'};
    case 'stale':
      return {text: ` STALE ${ageText(cells.now - status.at)} `, tone: 'warn', bold: true};
  }
};

const topLine = (framed: Framed, edge: Span['tone']): Line => {
  const {width, isFocused} = framed;
  const {border} = framed.glyphs;
  const right = badge(framed);
  const filter = framed.filter === '' ? '' : `/${framed.filter} `;
  const room = width - 4 - (right ? widthOf(right.text) + 1 : 0);
  const title = truncate(` ${framed.title} ${filter}`, Math.max(0, room));
  const fill = width - 3 - widthOf(title) - (right ? widthOf(right.text) + 1 : 0);
  const tone = edge === undefined ? {} : {tone: edge};
  return [
    {text: border.topLeft + border.top, ...tone},
    {text: title, bold: isFocused, ...(isFocused ? {tone: 'title' as const} : {})},
    {text: border.top.repeat(Math.max(0, fill)), ...tone},
    ...(right ? [right, {text: border.top, ...tone}] : []),
    {text: border.topRight, ...tone},
  ];
};

/** A pane with its border: exactly `height` lines of `width` cells. */
export const frameOf = (framed: Framed): readonly Line[] => {
  const {width, height, content} = framed;
  const {border} = framed.glyphs;
  const edge: Span['tone'] = framed.isFocused ? 'accent' : 'muted';
  const side: Span = {text: border.left, tone: edge};
  const inner = Array.from(
    {length: Math.max(0, height - 2)},
    (_, index): Line => [side, ...fitLine(content[index] ?? [], width - 2), side],
  );
  const bottom: Line = [
    {text: border.bottomLeft + border.bottom.repeat(width - 2) + border.bottomRight, tone: edge},
  ];
  return [topLine(framed, edge), ...inner, bottom];
};
