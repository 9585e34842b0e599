import type {LabFiles, LabService} from '../../clients/compose/files.ts';
import {EngineError} from '../../clients/docker/failure.ts';
import {afterPullEvent, startOfPull} from '../../clients/docker/pull.ts';
import {UserError} from '../../errors.ts';
import {done, type Outcome, refused} from '../action.ts';
import {composeFailure, knownFailure} from './compose-failure.ts';
import type {LabContext} from './context.ts';

const tagged = (image: string): string => (/[:@][^/]*$/.test(image) ? image : `${image}:latest`);

export const imagesOf = (services: readonly LabService[]): readonly string[] => [
  ...new Set(services.filter(({isOptional}) => !isOptional).map(({image}) => tagged(image))),
];

/** Pulls one image, layer by layer; says what the engine answered. */
export const pullImage = async (context: LabContext, image: string): Promise<Outcome> => {
  let progress = startOfPull(image);
  try {
    await context.docker.pull(image, context.signal, event => {
      progress = afterPullEvent(progress, event);
      context.onProgress({kind: 'pull', progress});
    });
    return context.signal.aborted ? refused('cancelled') : done(progress.status || 'pulled');
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    const [why] = knownFailure(error.sentence) ?? [];
    return refused(why === undefined ? error.sentence : `${why} ${error.sentence}`);
  }
};

const build = async (context: LabContext, files: LabFiles): Promise<void> => {
  context.onProgress({
    kind: 'step',
    sentence: 'Building the images of the offline lab: about two minutes the first time.',
  });
  const result = await context.compose.build(files, {
    signal: context.signal,
    onLine: line => context.onProgress({kind: 'output', line}),
  });
  if (result.code !== 0 && !context.signal.aborted) throw composeFailure('The build of the images', result);
};

const pullAll = async (context: LabContext, images: readonly string[]): Promise<void> => {
  for (const image of images) {
    context.onProgress({kind: 'step', sentence: `Pulling ${image}.`});
    const {isDone, answer} = await pullImage(context, image);
    if (context.signal.aborted) return;
    if (isDone) continue;
    const [, next] = knownFailure(answer) ?? ['', 'kafka-lab up --offline builds images of its own.'];
    throw new UserError(`${image} could not be pulled: ${answer}`, next);
  }
};

/** Sees to it that every image is there: the offline lab builds its own, the others are pulled. */
export const ensureImages = async (
  context: LabContext,
  files: LabFiles,
  services: readonly LabService[],
): Promise<void> => {
  const there = await context.docker.images();
  const missing = imagesOf(services).filter(image => !there.includes(image));
  if (missing.length === 0) return;
  if (files.isOffline) await build(context, files);
  else await pullAll(context, missing);
};
