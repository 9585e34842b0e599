import {readFile, rename, writeFile} from 'node:fs/promises';
import {connectException} from '../java-failure.ts';
import type {Writes} from '../writes.ts';
import {createOffsetTable, type Place, type Storage} from './storage.ts';

const isPlace = (value: unknown): value is Place => typeof value === 'object' && value !== null;

const decode = (content: string): readonly (readonly [string, Place, Place])[] => {
  const read: unknown = JSON.parse(content);
  if (!Array.isArray(read)) return [];
  return read.flatMap((entry: unknown) => {
    if (!Array.isArray(entry)) return [];
    const [connector, partition, offset]: readonly unknown[] = entry;
    return typeof connector === 'string' && isPlace(partition) && isPlace(offset)
      ? [[connector, partition, offset] as const]
      : [];
  });
};

/** The storage of a standalone worker: its sources' offsets in a file of this machine. */
export const fileStorage = (file: string, writes: Writes): Storage => {
  const table = createOffsetTable();
  let writing = Promise.resolve();
  const nothing = async (): Promise<void> => {};
  return {
    async open() {
      table.clear();
      const content = await readFile(file, 'utf8').catch(() => '[]');
      try {
        for (const [connector, partition, offset] of decode(content))
          table.set(connector, {partition, offset});
      } catch (error) {
        throw connectException(`java.io.StreamCorruptedException: ${String(error)}`);
      }
      return [];
    },
    keepConfig: nothing,
    keepTarget: nothing,
    keepTasks: nothing,
    keepRestart: nothing,
    keepStatus: () => {},
    keepTopic: () => {},
    forgetTopics: () => {},
    offsets: table.of,
    async keepOffsets(connector, offsets) {
      for (const offset of offsets) table.set(connector, offset);
      const entries = table.all().map(([name, {partition, offset}]) => [name, partition, offset]);
      const content = JSON.stringify(entries);
      writing = writing
        .catch(() => {})
        .then(() =>
          writes.run(async () => {
            // Whole or not at all, whenever the worker is killed.
            await writeFile(`${file}.new`, content);
            await rename(`${file}.new`, file);
          }),
        );
      await writing;
    },
    close: () => writing.catch(() => {}),
  };
};
