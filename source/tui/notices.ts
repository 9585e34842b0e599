import {wrap} from '../format/cells.ts';
import {fitLine, type Line} from '../format/line.ts';
import type {Scene} from './scene.ts';

/** The part of the rows that notices may lie over: one in so many. */
const part = 3;

/**
 * What was said lately, the newest last, each whole in as many lines as it takes, right above the keys that work here.
 * The oldest give way where all of them do not fit.
 */
export const noticeLines = ({ui, glyphs}: Scene, columns: number, rows: number): readonly Line[] => {
  const most = Math.max(1, Math.floor(rows / part));
  const lines = ui.notices.flatMap(({text, tone}) =>
    wrap(text, columns - 4).map(
      (line, index): Line => [
        {text: index === 0 ? ` ${glyphs.right} ${line}` : `   ${line}`, tone, bold: tone === 'bad'},
      ],
    ),
  );
  return lines.slice(-most).map(line => fitLine(line, columns));
};
