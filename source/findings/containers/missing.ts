import {revive} from '../command-lines.ts';
import type {Found, Rule} from '../finding.ts';
import {container, isQuorum} from '../subjects.ts';

/** A container that the lab should have, and that is not there. Brokers and the quorum have rules of their own. */
export const containerMissing: Rule = {
  id: 'container-missing',
  rule: 'A container that belongs to the lab is not among those that the engine has.',
  concept:
    'A stopped container keeps its files, its settings and its name. A removed one is made anew from its image, and finds again only what was in a named volume.',
  find: picture =>
    picture.absent
      .filter(each => !isQuorum(each) && !picture.brokers.some(({container: home}) => home === each.name))
      .map(
        (each): Found => ({
          severity: 'warning',
          subject: container(each.name),
          sentence: `The lab has no container ${each.name}: it was removed, or never made.`,
          figures: [
            ['service', each.service ?? '-'],
            ['image', each.image],
          ],
          commands: revive(picture, each.name),
        }),
      ),
};
