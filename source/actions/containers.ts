import type {ContainerVerb} from '../clients/docker/client.ts';
import {dockerOf, quoted, targetWords} from '../findings/command-lines.ts';
import type {Target} from '../model/target.ts';
import type {ContainerActionContext, Outcome} from './action.ts';
import {killContainer} from './kill-container.ts';
import {pauseContainer} from './pause-container.ts';
import {removeContainer} from './remove-container.ts';
import {restartContainer} from './restart-container.ts';
import {startContainer} from './start-container.ts';
import {stopContainer} from './stop-container.ts';
import {unpauseContainer} from './unpause-container.ts';

/** The actions on containers by their verb. */
export const containerActions: Readonly<
  Record<ContainerVerb, (context: ContainerActionContext, name: string) => Promise<Outcome>>
> = {
  start: startContainer,
  stop: stopContainer,
  restart: restartContainer,
  pause: pauseContainer,
  unpause: unpauseContainer,
  kill: killContainer,
  remove: removeContainer,
};

/** Verbs that take something away from whoever uses the container: they ask first. */
export const disruptiveVerbs: readonly ContainerVerb[] = ['stop', 'restart', 'pause', 'kill', 'remove'];

/** Docker's word for a verb, which is also ours on a command line. */
export const wordOf = (verb: ContainerVerb): string => (verb === 'remove' ? 'rm' : verb);

const whichLab = (target: Target): string => {
  const words = targetWords(target, quoted(target.bootstrap.join(',')));
  return target.kind === 'cluster'
    ? `${words} --docker-host ${quoted(target.dockerHost ?? '')} --write`
    : words;
};

/** The command lines that stand for the same, for this target and its engine: ours, then Docker's. */
export const equivalents = (
  verb: ContainerVerb,
  names: readonly string[],
  target: Target,
): readonly string[] => {
  const words = names.map(quoted).join(' ');
  return [
    `kafka-lab ${wordOf(verb)} ${words}${whichLab(target)}`,
    `${dockerOf(target.dockerHost)} ${wordOf(verb)}${verb === 'remove' ? ' -f' : ''} ${words}`,
  ];
};
