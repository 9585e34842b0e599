import type {Container} from '../../model/container.ts';
import type {Picture} from '../../model/picture.ts';
import {isUnknown} from '../../model/reading.ts';
import {containerTable} from '../../tables/containers.ts';
import type {TargetContext} from '../command.ts';
import {unreachable} from '../exit.ts';
import {printTable} from '../print.ts';
import {isListed} from '../reading.ts';
import {containersShape} from '../shapes/containers.ts';
import {runView} from '../view.ts';

/** Those that are there, and those that should be. */
const chosen = ({containers, absent}: Picture, {flags}: TargetContext): readonly Container[] => [
  ...containers.filter(container => isListed(container, flags)),
  ...absent,
];

const view = runView({
  read: {isSampled: false, hasStats: true},
  see(picture, context) {
    const {list, missing} = containersShape(picture, chosen(picture, context));
    return {fields: {containers: list}, missing, isReached: !isUnknown(list)};
  },
  print: (picture, context) =>
    printTable(context, containerTable(picture.world.stats), chosen(picture, context)),
});

export const run = async (context: TargetContext): Promise<number> => {
  if (context.docker === null)
    throw unreachable('No Docker Engine is looked at.', 'Name one with --docker-host.');
  return view(context);
};
