import {writes} from '../../actions/writes/index.ts';
import type {Write, WriteField} from '../../actions/writes/write.ts';
import type {Command} from '../command.ts';
import {type Flag, jsonFlag, targetFlags, yesFlag} from '../flag.ts';

const nouns: Readonly<Record<Write['noun'], string>> = {
  topic: 'change a topic: create, configure, delete …',
  partition: 'change who leads and holds partitions: elect, reassign …',
  group: 'change a consumer group: reset its offsets, delete …',
  connector: 'change a connector: create, pause, restart …',
};

const flagOf = ({id, help, choices}: WriteField): Flag => ({
  name: id,
  type: 'text',
  help,
  ...(choices ? {choices: choices.filter(choice => choice !== '')} : {value: 'VALUE'}),
});

/** The flags of all verbs of a noun; a flag of several verbs is one, and says what it is for each. */
const flagsOf = (own: readonly Write[]): readonly Flag[] => {
  const all = own.flatMap(({verb, fields}) => fields.map(field => ({verb, field, flag: flagOf(field)})));
  return [...Map.groupBy(all, ({flag}) => flag.name).values()].flatMap(same => {
    const [first] = same;
    if (!first) return [];
    const help =
      same.length === 1 ? first.field.help : same.map(({verb, field}) => `${verb}: ${field.help}`).join('; ');
    return [{...first.flag, help}];
  });
};

/** A verb as it is written: `add-partitions NAME --partitions VALUE: gives a topic …` */
const remarkOf = ({verb, on, fields, help}: Write): string => {
  const words = fields.map(({id, isNeeded}) => (isNeeded ? `--${id} VALUE` : `[--${id} VALUE]`));
  const names = {new: ['NAME'], one: ['NAME'], several: ['NAME...'], all: []}[on];
  return `${[verb, ...names, ...words].join(' ')}: ${help}.`;
};

const commandOf = (noun: Write['noun'], own: readonly Write[]): Command => ({
  name: noun,
  arguments: own.some(({on}) => on === 'all') ? 'VERB [NAME...]' : 'VERB NAME...',
  summary: nouns[noun],
  remarks: own.map(remarkOf),
  words: Object.fromEntries(own.map(({verb}) => [verb, null])),
  flags: [...flagsOf(own), yesFlag, jsonFlag, ...targetFlags],
  needs: 'target',
  run: async context => (await import('../commands/write.ts')).runWrite(own, context),
});

/** The writes of the cluster: a command for each noun, with a verb for each write. */
export const writeCommands: readonly Command[] = [...Map.groupBy(writes, ({noun}) => noun)].map(
  ([noun, own]) => commandOf(noun, own),
);
