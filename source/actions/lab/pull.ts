import {type LabFiles, readServices} from '../../clients/compose/files.ts';
import type {Outcome} from '../action.ts';
import type {LabContext} from './context.ts';
import {imagesOf, pullImage} from './images.ts';

/** Pulls every image of the lab, one after the other; an image that cannot be had does not keep the next from coming. */
export const pull = async (
  context: LabContext,
  files: LabFiles,
): Promise<readonly (Outcome & {readonly name: string})[]> => {
  const results: (Outcome & {readonly name: string})[] = [];
  for (const image of imagesOf(readServices(files))) {
    if (context.signal.aborted) break;
    context.onProgress({kind: 'step', sentence: `Pulling ${image}.`});
    results.push({name: image, ...(await pullImage(context, image))});
  }
  return results;
};
