import {known} from '../../model/reading.ts';
import {describeGroup} from '../command-lines.ts';
import type {Found, Rule} from '../finding.ts';
import {group, groupFigures} from './with-status.ts';

/** A rebalance that takes so long (ms) is no part of ordinary joining and leaving. */
const patience = 60_000;

/** A group that hands out its partitions anew. */
export const groupRebalancing: Rule = {
  id: 'group-rebalancing',
  rule: 'The coordinator says that the group is rebalancing.',
  concept:
    'When members join, leave or die, the partitions are handed out anew. With the classic protocol nobody reads until every member has answered, or has been given up after max.poll.interval.ms (5 min by default).',
  find: picture =>
    picture.groups
      .filter(({status}) => status === 'rebalancing')
      .map((each): Found => {
        const began = picture.world.events.findLast(
          ({kind, subject, from}) => kind === 'group-state' && subject === each.id && from === 'Stable',
        );
        const lasts = began ? picture.now - began.at : null;
        return {
          severity: lasts !== null && lasts > patience ? 'warning' : 'info',
          subject: group(each.id),
          sentence: `Group ${each.id} ${lasts === null ? 'is rebalancing' : `has been rebalancing for ${Math.round(lasts / 1000)} s`} (${known(each.state) ?? '?'}): nobody reads until it is over.`,
          figures: groupFigures(each),
          commands: [
            describeGroup(picture, each.id, '--state'),
            describeGroup(picture, each.id, '--members --verbose'),
          ],
        };
      }),
};
