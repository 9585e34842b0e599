import {open} from 'node:fs/promises';
import {javaText} from '../converters.ts';
import {connectException, framesOf} from '../java-failure.ts';
import {version} from '../settings.ts';
import type {SinkClass} from './connector-class.ts';
import {ioThrown} from './io-failure.ts';

const task = 'org.apache.kafka.connect.file.FileStreamSinkTask';

const creating: readonly string[] = [
  'java.base/sun.nio.fs.UnixException.translateToIOException(UnixException.java:92)',
  'java.base/sun.nio.fs.UnixException.rethrowAsIOException(UnixException.java:106)',
  'java.base/sun.nio.fs.UnixException.rethrowAsIOException(UnixException.java:111)',
  'java.base/sun.nio.fs.UnixFileSystemProvider.newByteChannel(UnixFileSystemProvider.java:218)',
  'java.base/java.nio.file.spi.FileSystemProvider.newOutputStream(FileSystemProvider.java:484)',
  'java.base/java.nio.file.Files.newOutputStream(Files.java:228)',
  `${task}.start(FileStreamSinkTask.java:70)`,
];

/**
 * Each record becomes a line of a file: its value, as Java writes it. One thing is not as the real one does it: where
 * a line cannot be written, because the disk is full, the task fails. The real one goes on, and the lines are lost.
 */
export const fileSink: SinkClass = {
  type: 'sink',
  className: 'org.apache.kafka.connect.file.FileStreamSinkConnector',
  version,
  location: 'file:/usr/share/filestream-connectors/connect-file-3.9.2.jar',
  taskClassName: task,
  fields: [
    {
      name: 'file',
      type: 'STRING',
      default: null,
      importance: 'HIGH',
      documentation: 'The file that the records are written to.',
    },
  ],
  starting: ({file}) => `Starting file sink connector writing to ${file ?? 'stdout'}`,
  tasks: max => max,
  async open({config: {file: name}, files, write, info}) {
    if (name === undefined)
      return {
        // Its standard output, which is the worker's log.
        async put(records) {
          for (const {value} of records) info(javaText(value), 'file.FileStreamSinkTask');
        },
        close: async () => {},
      };
    const file = await write(() => open(files(name), 'a')).catch((error: unknown) => {
      throw connectException(
        `Couldn't find or create file '${name}' for FileStreamSinkTask`,
        [`${task}.start(FileStreamSinkTask.java:74)`, ...framesOf.sinkStart],
        ioThrown(error, name, [...creating, ...framesOf.sinkStart]),
      );
    });
    return {
      async put(records) {
        try {
          await write(() => file.appendFile(records.map(({value}) => `${javaText(value)}\n`).join('')));
        } catch (error) {
          const below = [
            'org.apache.kafka.connect.runtime.WorkerSinkTask.poll(WorkerSinkTask.java:345)',
            ...framesOf.sinkPoll,
          ];
          throw connectException(
            'Exiting WorkerSinkTask due to unrecoverable exception.',
            [
              'org.apache.kafka.connect.runtime.WorkerSinkTask.deliverMessages(WorkerSinkTask.java:636)',
              ...below,
            ],
            ioThrown(error, name, [
              'java.base/sun.nio.ch.FileDispatcherImpl.write0(Native Method)',
              'java.base/sun.nio.ch.FileDispatcherImpl.write(FileDispatcherImpl.java:62)',
              `${task}.put(FileStreamSinkTask.java:88)`,
              'org.apache.kafka.connect.runtime.WorkerSinkTask.deliverMessages(WorkerSinkTask.java:606)',
              ...below,
            ]),
          );
        }
      },
      close: () => file.close(),
    };
  },
};
