import {bytesText} from '../../format/bytes.ts';
import {isUnknown} from '../../model/reading.ts';
import {bad, type MachineRule, ok} from './check.ts';

const neededForImages = 5 * 1024 ** 3;
const neededForData = 1024 ** 3;

export const disk: MachineRule = {
  id: 'disk',
  what: 'disk space',
  judge({disk: read, images}) {
    if (isUnknown(read)) return read;
    const hasImages = !isUnknown(images) && images.every(({isThere}) => isThere);
    const needed = hasImages ? neededForData : neededForImages;
    const facts = `${bytesText(read.free)} are free in ${read.folder}`;
    if (read.free >= needed) return [ok('disk', `${facts}.`)];
    const what = hasImages ? 'the lab needs' : "the lab's images need";
    return [
      bad(
        'disk',
        `${facts}: ${what} about ${bytesText(needed)}.`,
        'docker system prune removes what no container uses.',
      ),
    ];
  },
};
