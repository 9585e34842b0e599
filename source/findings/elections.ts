import {kafkaTool} from './command-lines.ts';
import type {Rule} from './finding.ts';
import {named, plural} from './subjects.ts';

/** Elections stay a finding for this long (ms) after they were seen. */
const shownFor = 60_000;

/** Several elections between two readings: leadership went to and fro, which the screen could not show. */
export const severalElections: Rule = {
  id: 'several-elections',
  find: picture => {
    const recent = picture.world.events.filter(
      ({kind, at}) => kind === 'elections' && picture.now - at < shownFor,
    );
    if (recent.length === 0) return [];
    const subjects = [...new Set(recent.map(({subject}) => subject))];
    return [
      {
        id: 'several-elections',
        severity: 'info',
        subject: {kind: 'lab', id: 'cluster'},
        sentence: `${plural(subjects.length, 'partition')} (${named(subjects, 3)}) had several leader elections between two readings.`,
        rule: 'The leader epoch of a partition rose by more than one between two readings.',
        figures: recent.slice(-20).map(({subject, to}) => [subject, `${to ?? '?'} elections`] as const),
        concept:
          'Each election raises the leader epoch of a partition by one. A failover and the return to the preferred leader are two; many in a short time mean that a broker comes and goes.',
        commands: [kafkaTool(picture, 'kafka-topics', '--describe', 'shows leaders as they are now')],
      },
    ];
  },
};
