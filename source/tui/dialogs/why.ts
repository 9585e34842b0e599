import type {Finding} from '../../findings/finding.ts';
import type {Line, Tone} from '../../format/line.ts';
import {commandLines, heading, joined, pair, paragraph} from '../details/section.ts';

const tones: Readonly<Record<Finding['severity'], Tone>> = {critical: 'bad', warning: 'warn', info: 'info'};

const card = (finding: Finding, width: number): readonly Line[] =>
  joined(
    paragraph(finding.sentence, width, {tone: tones[finding.severity], bold: true}),
    [heading('Rule'), ...paragraph(finding.rule, width)],
    finding.figures.length === 0
      ? []
      : [heading('Figures'), ...finding.figures.map(([name, value]) => pair(name, value))],
    [heading('Concept'), ...paragraph(finding.concept, width)],
    finding.commands.length === 0 ? [] : [heading('Commands'), ...commandLines(finding.commands)],
  );

/** The `w` card: every given finding, one after the other; what to say where there is none. */
export const whyLines = (findings: readonly Finding[], health: string, width: number): readonly Line[] => {
  if (findings.length === 0) return paragraph(`Nothing is wrong that a rule here knows. ${health}`, width);
  return findings.flatMap((finding, index): readonly Line[] => [
    ...(index === 0 ? [] : [[], [{text: '-'.repeat(Math.max(0, width)), tone: 'muted' as const}], []]),
    ...card(finding, width),
  ]);
};

/** What `c` copies from a card: the command lines, one a line. */
export const commandText = (findings: readonly Finding[]): string =>
  findings.flatMap(finding => finding.commands.map(command => command.line)).join('\n');
