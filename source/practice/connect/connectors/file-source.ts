import {type FileHandle, open} from 'node:fs/promises';
import {connectException, framesOf} from '../java-failure.ts';
import {version} from '../settings.ts';
import type {SourceClass, SourceRecord} from './connector-class.ts';
import {codeOf, ioThrown} from './io-failure.ts';

const task = 'org.apache.kafka.connect.file.FileStreamSourceTask';
const logger = 'file.FileStreamSourceTask';
/** How long it waits for a file to be made, or for a line to be added (ms). */
const [fileWait, lineWait] = [1000, 250];
const chunkBytes = 64 * 1024;
/** No record can be that long: what follows in the line is not read before it is refused (bytes). */
const longestLine = 2 * 1024 * 1024;
const lineFeed = 10;
const carriageReturn = 13;

/** Lines that are whole: what follows the last line feed is left for the next time. */
const linesOf = (bytes: Buffer, most: number): readonly {readonly text: string; readonly end: number}[] => {
  const lines: {text: string; end: number}[] = [];
  let start = 0;
  while (lines.length < most) {
    const feed = bytes.indexOf(lineFeed, start);
    if (feed < 0) break;
    const end = feed > start && bytes[feed - 1] === carriageReturn ? feed - 1 : feed;
    lines.push({text: bytes.toString('utf8', start, end), end: feed + 1});
    start = feed + 1;
  }
  return lines;
};

const read = async (file: FileHandle, position: number, length: number): Promise<Buffer> => {
  const {buffer, bytesRead} = await file.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
};

/** Each line that is added to a file becomes a record: its text the value, no key, the byte after it the offset. */
export const fileSource: SourceClass = {
  type: 'source',
  className: 'org.apache.kafka.connect.file.FileStreamSourceConnector',
  version,
  location: 'file:/usr/share/filestream-connectors/connect-file-3.9.2.jar',
  taskClassName: task,
  fields: [
    {
      name: 'file',
      type: 'STRING',
      default: null,
      importance: 'HIGH',
      documentation: 'The file whose lines are read.',
    },
    {
      name: 'topic',
      type: 'STRING',
      importance: 'HIGH',
      documentation: 'The topic that the lines are written to.',
      check: value => (value === '' ? 'String must be non-empty' : undefined),
    },
    {
      name: 'batch.size',
      type: 'INT',
      default: '2000',
      importance: 'LOW',
      documentation: 'How many lines are read at a time, at most.',
    },
  ],
  starting: ({file}) => `Starting file source connector reading from ${file ?? 'stdin'}`,
  tasks: () => 1,
  async open({config, files, wait, warn, info}, offsetOf) {
    const {file: name, topic = ''} = config;
    const most = Math.max(1, Number(config['batch.size'] ?? 2000));
    const partition = {filename: name};
    let position = Number((name === undefined ? null : await offsetOf(partition))?.position ?? 0);
    let file: FileHandle | undefined;
    let length = chunkBytes;

    const failed = (error: unknown, path: string) => {
      const cause = ioThrown(error, path, [
        `${task}.poll(FileStreamSourceTask.java:98)`,
        ...framesOf.sourcePoll,
      ]);
      return connectException(
        `${cause.className}: ${cause.message}`,
        [`${task}.poll(FileStreamSourceTask.java:121)`, ...framesOf.sourcePoll],
        cause,
      );
    };
    const opened = async (path: string): Promise<FileHandle | undefined> => {
      try {
        const handle = await open(files(path), 'r');
        info(`Opened ${path} for reading`, logger);
        return handle;
      } catch (error) {
        if (codeOf(error) !== 'ENOENT') throw failed(error, path);
        warn(
          `Couldn't find file ${path} for FileStreamSourceTask, sleeping to wait for it to be created`,
          logger,
        );
        await wait(fileWait);
        return undefined;
      }
    };

    return {
      async poll(): Promise<readonly SourceRecord[]> {
        // Without a file the real one reads its standard input, which a container of the lab has not.
        if (name === undefined) {
          await wait(fileWait);
          return [];
        }
        file ??= await opened(name);
        if (!file) return [];
        let bytes: Buffer;
        try {
          bytes = await read(file, position, length);
        } catch (error) {
          // The real one takes it for its own stop, too, where what it opened cannot be read.
          if (codeOf(error) !== 'EISDIR') throw failed(error, name);
          await wait(fileWait);
          return [];
        }
        const lines = linesOf(bytes, most);
        if (lines.length === 0 && bytes.length >= longestLine)
          return [{topic, key: null, value: bytes.toString('latin1'), partition, offset: {position}}];
        // A line that is longer than what was read.
        length = lines.length === 0 && bytes.length === length ? length * 2 : chunkBytes;
        if (lines.length === 0 && bytes.length < length) await wait(lineWait);
        const start = position;
        position = start + (lines.at(-1)?.end ?? 0);
        return lines.map(({text, end}) => ({
          topic,
          key: null,
          value: text,
          partition,
          offset: {position: start + end},
        }));
      },
      close: async () => void (await file?.close()),
    };
  },
  checkOffset(partition, offset) {
    if (!('filename' in partition)) return "Partition objects should contain the key 'filename'";
    if (offset === null) return undefined;
    if (!('position' in offset)) return "Offset objects should either be null or contain the key 'position'";
    const {position} = offset;
    if (typeof position !== 'number' || !Number.isInteger(position))
      return "The value for the 'position' key in the offset is expected to be a Long value";
    return position < 0
      ? "The value for the 'position' key in the offset should be a non-negative value"
      : undefined;
  },
};
