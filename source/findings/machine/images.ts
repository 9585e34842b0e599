import {isUnknown} from '../../model/reading.ts';
import {bad, type MachineRule, ok} from './check.ts';

export const images: MachineRule = {
  id: 'images',
  what: 'images',
  judge({images: read, lab}) {
    if (isUnknown(read)) return read;
    const missing = read.filter(({isThere}) => !isThere).map(({image}) => image);
    if (missing.length === 0) return [ok('images', `All ${read.length} images of the lab are there.`)];
    // A lab that is up has the images that it needs, whoever brought it up.
    if (!isUnknown(lab) && lab !== null)
      return [ok('images', 'The containers of the lab have their images.')];
    return [
      bad(
        'images',
        `${missing.length} of ${read.length} images are not on this machine: ${missing.join(', ')}.`,
        'kafka-lab pull; without a registry: kafka-lab up --offline builds its own.',
      ),
    ];
  },
};
