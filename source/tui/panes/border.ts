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
  /** Said in the lower border, where the content leaves no room for it. */
  readonly note?: string | null;
  /** Which part is shown of what does not fit: `1-19 of 77`. */
  readonly place?: string | null;
  /** Arrows to where further columns are. */
  readonly further?: string;
  readonly width: number;
  readonly height: number;
  readonly isFocused: boolean;
  readonly glyphs: Glyphs;
  readonly cells: CellContext;
}

/** What the border says about the state of the readings; it differs for every state, without colour too. */
const badge = ({status, cells, place}: Framed): Span | undefined => {
  switch (status.kind) {
    case 'ready':
      return place ? {text: ` ${place} `, tone: 'muted'} : undefined;
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

/** A title that is too long ends with a whole word, and with the ellipsis. */
const titleIn = (text: string, width: number): string => {
  if (widthOf(text) <= width) return text;
  const cut = truncate(text, Math.max(0, width - 1));
  const space = cut.lastIndexOf(' ');
  return space > cut.length / 2 ? `${cut.slice(0, space)} … ` : `${cut} `;
};

const topLine = (framed: Framed, edge: Span['tone']): Line => {
  const {width, isFocused} = framed;
  const {border} = framed.glyphs;
  const filter = framed.filter === '' ? '' : `/${framed.filter} `;
  const wish = widthOf(` ${framed.title} ${filter}`);
  const said = badge(framed);
  // The place in the list gives way to the title, the state of the readings never does.
  const isRoom = said !== undefined && wish + widthOf(said.text) + 5 <= width;
  const right = framed.status.kind === 'ready' && !isRoom ? undefined : said;
  const room = width - 4 - (right ? widthOf(right.text) + 1 : 0);
  const title = titleIn(` ${framed.title} ${filter}`, Math.max(0, room));
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

const bottomLine = ({note, further = '', width, glyphs: {border}}: Framed, tone: Span['tone']): Line => {
  const edge = tone === undefined ? {} : {tone};
  const arrows = further === '' ? '' : ` ${further} ${border.bottom}`;
  const said = note ? titleIn(` ${note} `, width - 4 - widthOf(arrows)) : '';
  return [
    {text: border.bottomLeft + border.bottom, ...edge},
    {text: said, tone: 'warn'},
    {
      text:
        border.bottom.repeat(Math.max(0, width - 3 - widthOf(said) - widthOf(arrows))) +
        arrows +
        border.bottomRight,
      ...edge,
    },
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
  return [topLine(framed, edge), ...inner, bottomLine(framed, edge)];
};
