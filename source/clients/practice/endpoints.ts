import {readdir, readFile, stat} from 'node:fs/promises';
import path from 'node:path';
import type {PracticeEndpoints} from '../../model/practice.ts';
import {dig, list, parseJson, text, texts} from '../json.ts';

/** What a lab says of itself, in a line of JSON; undefined where that is something else. */
export const decodeEndpoints = (line: string): PracticeEndpoints | undefined => {
  const said = parseJson(line);
  const [dockerHost, life, scene] = [
    text(dig(said, 'dockerHost')),
    text(dig(said, 'life')),
    text(dig(said, 'scene')),
  ];
  const pid = dig(said, 'pid');
  const speed = dig(said, 'speed');
  if (!dockerHost || !life || !scene || typeof pid !== 'number' || typeof speed !== 'number')
    return undefined;
  return {
    pid,
    bootstrap: texts(dig(said, 'bootstrap')) ?? [],
    dockerHost,
    connect: (list(dig(said, 'connect')) ?? []).flatMap(worker => {
      const [name, url] = [text(dig(worker, 'name')), text(dig(worker, 'url'))];
      return name && url ? [{name, url}] : [];
    }),
    postgres: text(dig(said, 'postgres')) ?? null,
    scene,
    variant: dig(said, 'variant') === 'kraft' ? 'kraft' : 'zookeeper',
    speed,
    life,
  };
};

/** The labs whose endpoints files are in the folder, the newest first; whether they still run is not known. */
export const findEndpoints = async (folder: string): Promise<readonly PracticeEndpoints[]> => {
  const names = await readdir(folder).catch(() => []);
  const files = names.filter(name => /^practice-\d+\.json$/.test(name)).map(name => path.join(folder, name));
  const found = await Promise.all(
    files.map(async file => {
      try {
        const [{mtimeMs}, content] = await Promise.all([stat(file), readFile(file, 'utf8')]);
        const endpoints = decodeEndpoints(content);
        return endpoints && {endpoints, mtimeMs};
      } catch {
        // It went with its lab.
        return undefined;
      }
    }),
  );
  return found
    .filter(one => one !== undefined)
    .sort((a, b) => b.mtimeMs - a.mtimeMs)
    .map(({endpoints}) => endpoints);
};
