import {dockerOf, ours} from '../findings/command-lines.ts';
import type {Picture} from '../model/picture.ts';
import type {Step} from './exercise.ts';

const our = 'kafka-lab ';

/** Those of our commands that look for no lab: they bring one up, or are told an address. */
const looksForNone = /^kafka-lab (up|practice|ask)\b/;

/**
 * What stands for a step on a command line typed elsewhere, with the engine and the lab that are watched: the lines of
 * the steps name neither. Null where nothing stands for it.
 */
export const commandLineOf = (step: Step, picture: Picture): string | null => {
  const line = step.line?.(picture);
  if (line === undefined) return null;
  const {target} = picture.world;
  if (!line.startsWith(our)) return line.replace(/^docker\b/, dockerOf(target?.dockerHost));
  if (looksForNone.test(line)) return line;
  return `${ours(picture, line.slice(our.length), '').line}${target?.kind === 'cluster' ? ' --write' : ''}`;
};
