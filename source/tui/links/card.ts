import {judgeMachine} from '../../findings/machine/index.ts';
import {wrap} from '../../format/cells.ts';
import type {Line, Span, Tone} from '../../format/line.ts';
import type {Machine} from '../../model/machine.ts';
import type {NoTarget} from '../../target.ts';
import {heading, joined, paragraph} from '../details/section.ts';

/** A sentence in as many lines as it takes, the first of them behind a mark. */
const marked = (mark: Span, sentence: string, width: number, tone?: Tone): readonly Line[] =>
  wrap(sentence, Math.max(20, width - mark.text.length - 1)).map((text, index) => [
    index === 0 ? mark : {text: ' '.repeat(mark.text.length)},
    tone === undefined ? {text} : {text, tone},
  ]);

/** The card while there is no target: why, what can be done, and what this machine has for a lab. */
export const cardLines = (none: NoTarget, machine: Machine | null, width: number): readonly Line[] => {
  const judged = machine ? judgeMachine(machine) : null;
  return joined(
    paragraph(none.reason, width, {tone: 'warn', bold: true}),
    paragraph('kafka-lab goes on looking and connects by itself as soon as a lab is there.', width),
    [
      heading('What you can do'),
      ...none.choices.map(
        (choice): Line => [
          {text: `  ${choice.title}`},
          {text: choice.line === null ? '  (r)' : `  ${choice.line}`, tone: 'accent'},
          ...(choice.id === 'practice' ? [{text: '  or here, : practice', tone: 'muted' as const}] : []),
        ],
      ),
      [{text: '  Watch another cluster'}, {text: '  kafka-lab --bootstrap host:port', tone: 'accent'}],
    ],
    judged === null
      ? paragraph('Looking at this machine …', width, {tone: 'muted'})
      : [
          heading('This machine'),
          ...judged.checks.flatMap((check): readonly Line[] => [
            ...marked(
              check.isOk ? {text: '  ok   ', tone: 'good'} : {text: '  NO   ', tone: 'bad', bold: true},
              check.sentence,
              width,
            ),
            ...(check.fix === null ? [] : marked({text: '         '}, check.fix, width, 'accent')),
          ]),
          ...judged.unseen.flatMap(sentence =>
            marked({text: '  ?    ', tone: 'warn'}, sentence, width, 'muted'),
          ),
        ],
  );
};

/** The card when the process of the practice lab is gone. */
export const endedLines = (pid: number, width: number): readonly Line[] =>
  joined(
    paragraph(`The process of the practice lab (${pid}) is gone, and all that it held with it.`, width, {
      tone: 'bad',
      bold: true,
    }),
    paragraph('What is on screen is the last that was read of it.', width),
    [
      heading('What you can do'),
      [{text: '  Use another practice lab'}, {text: '  : practice', tone: 'accent'}],
      [{text: '  Quit'}, {text: '  ^C', tone: 'accent'}],
    ],
  );

/** The same card, with why no practice lab could be had either. */
export const withoutPractice = (none: NoTarget, why: string): NoTarget => ({
  ...none,
  reason: `${none.reason} ${why}`,
});
