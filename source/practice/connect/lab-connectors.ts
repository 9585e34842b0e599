import type {Config} from './settings.ts';

/** A connector that a worker starts with. */
export interface GivenConnector {
  readonly name: string;
  readonly config: Config;
}

/** What the standalone worker of the lab runs, as `docker/connect/` gives it on the command line. */
export const standaloneConnectors: readonly GivenConnector[] = [
  {
    name: 'file-source',
    config: {
      name: 'file-source',
      'connector.class': 'FileStreamSource',
      'tasks.max': '1',
      file: '/data/input.txt',
      topic: 'input-file-data',
    },
  },
  {
    name: 'file-sink',
    config: {
      name: 'file-sink',
      'connector.class': 'FileStreamSink',
      'tasks.max': '1',
      file: '/data/output.txt',
      topics: 'input-file-data',
    },
  },
];

/** What the file source finds to read when the lab is new: `docker/connect/input.txt`. */
export const firstInput = `The first line of the file source's input.
Each line that is added to it becomes a record of the topic input-file-data.
The file sink writes each of those records to its output.
`;
