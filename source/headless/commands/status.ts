import type {Severity} from '../../findings/finding.ts';
import {findingsOf, healthSentence, isReady, notReady} from '../../findings/index.ts';
import type {Line, Tone} from '../../format/line.ts';
import type {Picture} from '../../model/picture.ts';
import type {TargetContext} from '../command.ts';
import {printLines} from '../print.ts';
import {withheld} from '../shapes/list.ts';
import {type Health, statusRows, statusShape} from '../shapes/status.ts';
import {runView} from '../view.ts';

const tones: Readonly<Record<Severity, Tone>> = {critical: 'bad', warning: 'warn', info: 'info'};

const healthOf = (picture: Picture): Health => {
  const findings = findingsOf(picture);
  return {isReady: isReady(picture, findings), sentence: healthSentence(picture, findings), findings};
};

const lines = (picture: Picture, {target}: TargetContext): readonly Line[] => {
  const {isReady: isLabReady, sentence, findings} = healthOf(picture);
  const open = notReady(picture);
  const rows = [
    ['target', `${target.name} (${target.why})`] as const,
    ['ready', open === null ? 'yes' : `no: ${open}`] as const,
    ...statusRows(picture),
  ];
  return [
    [{text: sentence, bold: true, tone: isLabReady ? 'good' : 'bad'}],
    ...rows.map(([name, value]): Line => [{text: `${name.padEnd(11)} `, tone: 'muted'}, {text: value}]),
    ...findings.flatMap((finding): Line[] => {
      const [command] = finding.commands;
      return [
        [{text: `${finding.severity.padEnd(9)}`, tone: tones[finding.severity]}, {text: finding.sentence}],
        ...(command ? [[{text: `${' '.repeat(9)}${command.line}`, tone: 'muted' as const}]] : []),
      ];
    }),
  ];
};

export const run = runView({
  read: {isSampled: true},
  see(picture) {
    const {world, now} = picture;
    const health = healthOf(picture);
    const isReached =
      !withheld(world.metadata, '', now) ||
      (world.target?.dockerHost !== null && !withheld(world.containers, '', now));
    return {fields: statusShape(picture, health), missing: [], isReached, isUnmet: !health.isReady};
  },
  print: (picture, context) => printLines(context, lines(picture, context)),
});
