import {healthSentence, notReady} from '../findings/index.ts';
import {wrap} from '../format/cells.ts';
import {fitLine, type Line, lineWidth, type Span} from '../format/line.ts';
import type {Target} from '../model/target.ts';
import {topDialog, type ViewId} from '../store/ui.ts';
import {viewTitles} from './panes/titles.ts';
import type {Scene} from './scene.ts';

const kinds = {lab: 'LAB', practice: 'PRACTICE', cluster: 'CLUSTER'} as const;

const tabs = (view: ViewId): Line =>
  Object.entries(viewTitles).map(
    ([id, title], index): Span =>
      id === view
        ? {text: ` ${index + 1} ${title} `, inverse: true, bold: true}
        : {text: index === 0 ? ` ${index + 1} ` : `${index + 1} `, tone: 'muted'},
  );

const state = ({ui, picture}: Scene): Line => [
  ...(ui.pausedAt === null
    ? []
    : // Since when, not for how long: what stands still would not count on.
      [
        {
          text: ` PAUSED ${new Date(ui.pausedAt).toTimeString().slice(0, 8)} `,
          tone: 'warn' as const,
          bold: true,
        },
      ]),
  ...(picture.world.target?.isReadOnly ? [{text: ' read-only ', tone: 'warn' as const}] : []),
];

/** Why this target, whole and then shorter: the host goes first, then what the name says already. */
const reasons = ({why, kind, project, dockerHost}: Target): readonly string[] => [
  why,
  ...(kind === 'practice' ? ['a lab without Docker', 'no Docker'] : []),
  ...(kind === 'lab' && project !== null
    ? [`compose project ${project} on ${dockerHost}`, `compose project ${project}`, 'compose project']
    : []),
];

const targetLine = ({picture}: Scene, room: number): Line => {
  const {target} = picture.world;
  if (!target)
    return [
      {text: ' kafka-lab ', bold: true, inverse: true},
      {text: ' no target yet', tone: 'warn'},
    ];
  const name: Line = [
    {
      text: ` ${kinds[target.kind]} `,
      bold: true,
      inverse: true,
      tone: target.kind === 'practice' ? 'practice' : 'accent',
    },
    {text: ` ${target.name} `, bold: true},
  ];
  const lines = reasons(target).map((why): Line => [...name, {text: `(${why})`, tone: 'muted'}]);
  return lines.find(line => lineWidth(line) <= room) ?? lines.at(-1) ?? name;
};

const firstLine = (scene: Scene, width: number): Line => {
  const right = [...tabs(scene.ui.view), ...state(scene)];
  const every: Span = {text: ` every ${scene.ui.every / 1000} s `, tone: 'muted'};
  const whole = targetLine(scene, Number.POSITIVE_INFINITY);
  // Where there is little room, why this target was chosen is worth more than how often it is read.
  const shown = lineWidth([...whole, ...right, every]) <= width ? [...right, every] : right;
  const room = Math.max(0, width - lineWidth(shown));
  return [...fitLine(targetLine(scene, room), room), ...shown];
};

const mark = ({picture, findings, glyphs}: Scene): Span => {
  switch (findings[0]?.severity) {
    case 'critical':
      return {text: ` ${glyphs.state.failed} `, tone: 'bad', bold: true};
    case 'warning':
      return {text: ` ${glyphs.state.warning} `, tone: 'warn', bold: true};
    default:
      return notReady(picture) === null
        ? {text: ` ${glyphs.state.up} `, tone: 'good'}
        : {text: ` ${glyphs.state.waiting} `, tone: 'warn', bold: true};
  }
};

/** A sentence of clauses as far as whole clauses fit. */
const clauses = (sentence: string, width: number): string => {
  const parts = sentence.replace(/\.$/, '').split('; ');
  const fitting = parts.map((_, index) => `${parts.slice(0, parts.length - index).join('; ')}.`);
  return fitting.find(text => lineWidth([{text}]) <= width) ?? sentence;
};

/** What is wrong takes a second line where one does not hold it; what is well does not. */
const healthLines = (scene: Scene, width: number): readonly Line[] => {
  const worst = scene.findings[0]?.severity;
  const count = scene.findings.filter(finding => finding.severity !== 'info').length - 1;
  const more: Line = count > 0 ? [{text: `  +${count} more: w`, tone: 'muted'}] : [];
  const room = width - 3;
  const sentence = healthSentence(scene.picture, scene.findings);
  const style = {bold: worst === 'critical'};
  if (worst === undefined || worst === 'info')
    return [fitLine([mark(scene), {text: clauses(sentence, room), ...style}], width)];
  // A text over the panes tells the whole of it, and covers what is below the second line.
  const isOneLine = topDialog(scene.ui)?.kind === 'text' || lineWidth([{text: sentence}, ...more]) <= room;
  if (isOneLine) {
    const text = fitLine([{text: sentence, ...style}], room - lineWidth(more));
    return [[mark(scene), ...(count > 0 ? [...trimmed(text), ...more] : text)]].map(line =>
      fitLine(line, width),
    );
  }
  const [first = '', ...rest] = wrap(sentence, room);
  const second = fitLine([{text: rest.join(' '), ...style}], room - lineWidth(more));
  return [
    fitLine([mark(scene), {text: first, ...style}], width),
    fitLine([{text: '   '}, ...trimmed(second), ...more], width),
  ];
};

/** A line without the spaces that fill it up. */
const trimmed = (line: Line): Line => (line.at(-1)?.text.trim() === '' ? line.slice(0, -1) : line);

/** The lines at the top: the target and why, the view; then the lab's health in one sentence. */
export const headerLines = (scene: Scene, width: number): readonly Line[] => [
  firstLine(scene, width),
  ...healthLines(scene, width),
];
