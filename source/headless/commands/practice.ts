import type {Context} from '../command.ts';
import {exitCodes, wrongUsage} from '../exit.ts';
import {isSet, numberOf, textOf} from '../flag.ts';

const fastest = 100;

/** Serves a practice lab until it is told to end. */
export const run = async ({flags, io}: Context): Promise<number> => {
  const speed = numberOf(flags, 'speed') ?? 1;
  if (!(speed >= 1 && speed <= fastest))
    throw wrongUsage(`--speed ${speed} is not between 1 and ${fastest}.`, 'A real lab is --speed 1.');
  await io.servePractice({
    scene: textOf(flags, 'scene') ?? null,
    variant: isSet(flags, 'kraft') ? 'kraft' : 'zookeeper',
    ports: textOf(flags, 'ports') === 'sheet' ? 'sheet' : 'free',
    speed,
    isJson: isSet(flags, 'json'),
    untilLeft: isSet(flags, 'until-left'),
  });
  return exitCodes.fine;
};
