import {type LabFiles, labFiles, readServices} from '../../clients/compose/files.ts';
import {labProject} from '../../clients/docker/lab.ts';
import {practiceExtras, practiceImages} from '../../model/practice.ts';
import type {Target} from '../../model/target.ts';
import {done, type Outcome, readOnlyReason, refused} from '../action.ts';
import {composeFailure} from './compose-failure.ts';
import type {LabContext} from './context.ts';
import {composeMissing} from './up.ts';

/** Something of the lab that has no container now. */
export interface MissingPart {
  readonly container: string;
  readonly service: string;
  readonly image: string;
  /** Whether a lab is whole without it, e.g. the third broker. */
  readonly isExtra: boolean;
}

/** The compose profile of what can be added to the lab. */
const extraProfile = 'scale';

type Present = readonly {readonly name: string; readonly image: string}[];
/** Images of the lab's containers as they were seen before: they tell which files it is made of when none is left. */
type Remembered = readonly {readonly image: string}[];

type LabOf = Pick<Target, 'kind' | 'project' | 'variant'>;

/** The files that the lab was brought up with: those whose images its containers have. */
const filesOf = ({variant}: LabOf, containers: Remembered): LabFiles => {
  const offline = labFiles(variant ?? 'zookeeper', true);
  const images = readServices(offline).map(({image}) => image);
  const isOffline = containers.some(({image}) => images.includes(image));
  return isOffline ? offline : labFiles(variant ?? 'zookeeper', false);
};

const partsOf = (target: LabOf, containers: Remembered): readonly MissingPart[] => {
  if (target.kind === 'practice')
    return Object.entries(practiceImages(target.variant ?? 'zookeeper')).map(([container, image]) => ({
      container,
      service: container,
      image,
      isExtra: practiceExtras.includes(container),
    }));
  // Of a lab that others made it is not known what belongs to it.
  if (target.project !== labProject) return [];
  return readServices(filesOf(target, containers))
    .filter(({isOptional, profiles}) => !isOptional || profiles.includes(extraProfile))
    .map(({container, name, image, isOptional}) => ({container, service: name, image, isExtra: isOptional}));
};

/** What the engine has no container for: what was removed, by whomever, and what can be added to the lab. */
export const missingParts = (
  target: LabOf,
  containers: Present,
  remembered: Remembered = [],
): readonly MissingPart[] =>
  partsOf(target, [...containers, ...remembered]).filter(
    ({container}) => !containers.some(({name}) => name === container),
  );

type Context = Pick<LabContext, 'docker' | 'compose' | 'signal'>;

/**
 * Makes a removed container again, or one that the lab can have besides, and starts it: compose does that, alone for this
 * service, or the practice engine, which knows what it is made of. Throws a `UserError` where compose is missing or fails.
 */
export const bringBack = async (
  context: Context,
  target: Target,
  name: string,
  remembered: Remembered = [],
): Promise<Outcome> => {
  const reason = readOnlyReason(target);
  if (reason !== null) return refused(reason);
  const {docker, compose, signal} = context;
  const containers = await docker.list();
  if (containers.some(container => container.name === name)) return refused(`${name} is there.`);
  const part = missingParts(target, containers, remembered).find(({container}) => container === name);
  if (part === undefined)
    return refused(
      `There is no container ${name}, and it is no part of this lab. kafka-lab containers lists what is.`,
    );
  if (target.kind === 'practice') {
    await docker.create(name, part.image);
    await docker.act('start', name, 15_000);
  } else {
    if ((await compose.program()) === null) throw composeMissing();
    const files = filesOf(target, [...containers, ...remembered]);
    const result = await compose.run(files, ['up', '-d', '--no-deps', part.service], {signal});
    if (result.code !== 0) throw composeFailure(`compose up ${part.service}`, result);
  }
  return done(
    `${name} was ${part.isExtra ? 'added' : 'made again'}, and is ${(await docker.inspect(name)).state}.`,
  );
};
