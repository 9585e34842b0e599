import {UserError} from '../../errors.ts';
import {dockerOf, quoted} from '../../findings/command-lines.ts';
import type {Connector} from '../../model/connector.ts';
import type {Container} from '../../model/container.ts';
import type {Picture} from '../../model/picture.ts';
import type {Target} from '../../model/target.ts';
import {done, refused} from '../action.ts';
import {connectorNamed} from './connectors.ts';
import type {Write, WriteContext} from './write.ts';

/** Milliseconds that the command in the container may take. */
const patience = 10_000;

const isFileSource = ({config}: Connector): boolean =>
  /(^|\.)FileStreamSource(Connector)?$/.test(config['connector.class'] ?? '');

/** Of one that is not known who can say: its plan does. */
const readsFile = ({connectors}: Picture, name: string): boolean => {
  const connector = connectors.find(each => each.name === name);
  return connector === undefined || isFileSource(connector);
};

/** The container that a Connect worker runs in: the one of its name, else the one that publishes its port. */
const homeOf = ({picture}: WriteContext, worker: string, url: string): Container => {
  const port = Number(new URL(url).port);
  const found =
    picture.containers.find(({name, service}) => name === worker || service === worker) ??
    picture.containers.find(({ports}) => ports.some(({host}) => host === port));
  if (!found)
    throw new UserError(
      `The container of the worker ${worker} is not known.`,
      'The file is on the worker’s machine: append to it there.',
    );
  if (found.state !== 'running')
    throw new UserError(`${found.name} is ${found.state}, and nothing can be run in it.`, 'Start it first.');
  return found;
};

/** Appends by the shell of the worker's container; line and file are handed over as words, never as script. */
const script = `printf '%s\\n' "$1" >> "$2"`;

/** What one would type for it. */
const byHand = ({dockerHost}: Target, container: string, line: string, file: string): string =>
  `${dockerOf(dockerHost)} exec ${container} sh -c ${quoted('echo "$1" >> "$2"')} sh ${quoted(line)} ${quoted(file)}`;

/** Adds a line to the file that a file source reads. POST /containers/{id}/exec of the Docker Engine. */
export const connectorAppend = {
  id: 'connector.append',
  noun: 'connector',
  verb: 'append',
  title: 'Append a line to the input of the file source',
  help: 'adds a line to the file that a file source reads, in the container of its worker',
  on: 'one',
  fields: [{id: 'line', label: 'Line', help: 'one line of text, which becomes one record', isNeeded: true}],
  isFor: readsFile,
  against: (picture, name) => (readsFile(picture, name) ? null : 'only a file source reads a file'),
  plan: async (context, [name = ''], {line = ''}) => {
    const {connector, client} = connectorNamed(context, name);
    if (!isFileSource(connector))
      throw new UserError(`${name} is no file source.`, 'Only that reads the lines of a file.');
    const {file, topic = ''} = connector.config;
    if (file === undefined)
      throw new UserError(`${name} names no file.`, 'It reads its worker’s standard input.');
    if (line.trim() === '' || /[\r\n]/.test(line))
      throw new UserError('An empty line says nothing.', 'Write one line of text.');
    const {docker} = context;
    if (!docker)
      throw new UserError('No Docker Engine is looked at.', '--docker-host names one that holds the worker.');
    const home = homeOf(context, client.name, client.url);
    return {
      question: `Append a line to ${file} in ${home.name}?`,
      consequences: [
        `${name} reads it and writes one record to ${topic}. What was read is not read again.`,
        ...(connector.health === 'running'
          ? []
          : [`${name} is ${connector.health}: it reads the line once it runs again.`]),
      ],
      preview: [],
      typed: null,
      commandLines: [byHand(context.target, home.name, line, file)],
      run: async () => {
        const {exitCode, output} = await docker.exec(
          home.name,
          ['sh', '-c', script, 'sh', line, file],
          patience,
        );
        return [
          {
            name,
            ...(exitCode === 0
              ? done(`${name}: ${file} has one line more.`)
              : refused(
                  `${name}: ${output.join(' ') || `the command ended with exit code ${exitCode ?? '?'}`}`,
                )),
          },
        ];
      },
    };
  },
} as const satisfies Write;
