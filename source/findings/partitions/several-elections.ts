import {kafkaTool} from '../command-lines.ts';
import type {Figure, Rule, Subject} from '../finding.ts';
import {named, some, theLab} from '../subjects.ts';

/** Elections stay a finding for so long (ms) after they were seen. */
const shownFor = 60_000;

/** Several elections between two readings: leadership went to and fro, which no single reading shows. */
export const severalElections: Rule = {
  id: 'several-elections',
  rule: 'The leader epoch of a partition rose by more than one between two readings of the last minute.',
  concept:
    'Each election raises the leader epoch of a partition by one, so that no election goes unseen. A failover and the return to the preferred leader are two; many in a short time mean that a broker comes and goes.',
  find: picture => {
    const recent = picture.world.events.filter(
      ({kind, at}) => kind === 'elections' && picture.now - at < shownFor,
    );
    if (recent.length === 0) return [];
    const subjects = [...new Set(recent.map(({subject}) => subject))];
    return [
      {
        severity: 'info',
        subject: theLab,
        also: subjects.map((id): Subject => ({kind: 'partition', id})),
        sentence: `Several leader elections between two readings: ${named(subjects, 3)}.`,
        figures: some(recent.map(({subject, to}): Figure => [subject, `${to ?? '?'} elections`])),
        commands: [kafkaTool(picture, 'kafka-topics', '--describe', 'shows the leaders as they are now')],
      },
    ];
  },
};
