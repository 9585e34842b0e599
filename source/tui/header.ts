import {healthSentence, notReady} from '../findings/index.ts';
import {ageText} from '../format/age.ts';
import {fitLine, type Line, lineWidth, type Span} from '../format/line.ts';
import type {ViewId} from '../store/ui.ts';
import {viewTitles} from './panes/titles.ts';
import type {Scene} from './scene.ts';

const kinds = {lab: 'LAB', practice: 'PRACTICE', cluster: 'CLUSTER'} as const;

const tabs = (view: ViewId): Line =>
  Object.entries(viewTitles).map(
    ([id, title], index): Span =>
      id === view
        ? {text: ` ${index + 1} ${title} `, inverse: true, bold: true}
        : {text: ` ${index + 1} `, tone: 'muted'},
  );

const state = ({ui, picture}: Scene, width: number): Line => [
  ...(ui.pausedAt === null
    ? []
    : [{text: ` PAUSED ${ageText(picture.now - ui.pausedAt)} `, tone: 'warn' as const, bold: true}]),
  ...(picture.world.target?.isReadOnly ? [{text: ' read-only ', tone: 'warn' as const}] : []),
  // Where there is little room, why this target was chosen is worth more.
  ...(width < 100 ? [] : [{text: ` every ${ui.every / 1000} s `, tone: 'muted' as const}]),
];

/** The two lines at the top: the target and why, the view; then the lab's health in one sentence. */
export const headerLines = (scene: Scene, width: number): readonly Line[] => {
  const {target} = scene.picture.world;
  const right = [...tabs(scene.ui.view), ...state(scene, width)];
  const left: Line = target
    ? [
        {
          text: ` ${kinds[target.kind]} `,
          bold: true,
          inverse: true,
          tone: target.kind === 'practice' ? 'practice' : 'accent',
        },
        {text: ` ${target.name} `, bold: true},
        {text: `(${target.why})`, tone: 'muted'},
      ]
    : [
        {text: ' kafka-lab ', bold: true, inverse: true},
        {text: ' no target yet', tone: 'warn'},
      ];
  const room = width - lineWidth(right);
  const worst = scene.findings[0]?.severity;
  const health = healthSentence(scene.picture, scene.findings);
  const more = scene.findings.filter(finding => finding.severity !== 'info').length - 1;
  return [
    [...fitLine(left, Math.max(0, room)), ...right],
    fitLine(
      [
        worst === 'critical'
          ? {text: ` ${scene.glyphs.state.failed} `, tone: 'bad', bold: true}
          : worst === 'warning'
            ? {text: ` ${scene.glyphs.state.warning} `, tone: 'warn', bold: true}
            : notReady(scene.picture) === null
              ? {text: ` ${scene.glyphs.state.up} `, tone: 'good'}
              : {text: ` ${scene.glyphs.state.waiting} `, tone: 'warn', bold: true},
        {text: health, bold: worst === 'critical'},
        ...(more > 0 ? [{text: `  +${more} more: w`, tone: 'muted' as const}] : []),
      ],
      width,
    ),
  ];
};
