import {readDefinition} from '../../clients/connect/definitions.ts';
import {UserError} from '../../errors.ts';
import {connectorNamed, curl, told, workerNamed} from './connectors.ts';
import type {Write} from './write.ts';

/** Why a worker could not check a configuration; one that lacks the plugin names all that it has, in its own notation. */
const unchecked = (error: unknown, worker: string, plugin: string): UserError => {
  const words = error instanceof Error ? error.message : String(error);
  if (!words.includes('Failed to find any class that implements Connector'))
    return new UserError(words, 'kafka-lab connectors lists the workers.');
  const there = [...words.matchAll(/klass=class ([\w.$]+)/g)].map(([, name]) => name);
  return new UserError(
    `${worker} has no plugin ${plugin}.`,
    there.length > 0 ? `It has ${there.join(', ')}.` : 'Another worker may have it.',
  );
};

/** Makes a connector of a file, after the worker has checked it field by field. */
export const connectorCreate = {
  id: 'connector.create',
  noun: 'connector',
  verb: 'create',
  title: 'Create a connector',
  help: "makes a connector of a JSON file or one of the lab's definitions, after its worker has checked it field by field",
  on: 'new',
  fields: [
    {
      id: 'file',
      label: 'Definition',
      help: "a JSON file, or one of the lab's own: file-source, file-sink, customers",
    },
    {id: 'worker', label: 'Worker', help: 'which Connect worker runs it; empty where there is one only'},
  ],
  // A connector of the lab is asked for by its name alone.
  initial: (_picture, name) => ({file: name === '' ? 'file-sink' : name}),
  plan: async (context, [given = ''], {file = '', worker = ''}) => {
    const client = workerNamed(context, worker);
    const definition = readDefinition(file);
    const name = given || definition.name || '';
    if (name === '') throw new UserError('A connector needs a name.', 'Write one.');
    if (context.picture.connectors.some(each => each.name === name && each.worker === client.name))
      throw new UserError(`${client.name} has a connector ${name} already.`, 'Choose another name.');
    const config = {...definition.config, name};
    const plugin = definition.config['connector.class'] ?? '';
    if (plugin === '') throw new UserError(`${file} names no connector.class.`, 'It says which plugin runs.');
    const wrong = await client.validate(plugin, config).catch(error => {
      throw unchecked(error, client.name, plugin);
    });
    if (wrong.length > 0)
      throw new UserError(
        wrong.map(({field, errors}) => `${field}: ${errors.join('; ').replace(/\.$/, '')}.`).join(' '),
      );
    return {
      question: `Create connector ${name}?`,
      consequences: [`${client.name} starts it and its tasks at once.`],
      preview: [],
      typed: null,
      commandLines: [
        definition.isWhole
          ? curl('POST', `${client.url}/connectors`, definition.path)
          : curl('PUT', `${client.url}/connectors/${encodeURIComponent(name)}/config`, definition.path),
      ],
      run: () =>
        told(name, `Connector ${name} was created on ${client.name}.`, () => client.create(name, config)),
    };
  },
} as const satisfies Write;

/** Deletes a connector; what it wrote stays. */
export const connectorDelete = {
  id: 'connector.delete',
  noun: 'connector',
  verb: 'delete',
  title: 'Delete the connector',
  help: 'deletes a connector and its tasks; the topics that it wrote stay; its name has to be typed',
  on: 'one',
  fields: [],
  plan: async (context, [name = '']) => {
    const {connector, client} = connectorNamed(context, name);
    return {
      question: `Delete connector ${name}?`,
      consequences: [
        `Its ${connector.tasks.length === 1 ? 'task ends' : `${connector.tasks.length} tasks end`}. Topics and records stay.`,
        connector.type === 'sink'
          ? `Its group connect-${name} stays with its offsets: a connector of the same name goes on there.`
          : 'Its source offsets stay: a connector of the same name goes on there.',
      ],
      preview: [],
      typed: name,
      commandLines: [curl('DELETE', `${client.url}/connectors/${encodeURIComponent(name)}`)],
      run: () => told(name, `Connector ${name} was deleted.`, () => client.remove(name)),
    };
  },
} as const satisfies Write;
