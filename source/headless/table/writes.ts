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

/** The flags of all verbs of a noun; a flag of several verbs is one. */
const flagsOf = (own: readonly Write[]): readonly Flag[] => [
  ...new Map(own.flatMap(({fields}) => fields.map(field => [field.id, flagOf(field)] as const))).values(),
];

const commandOf = (noun: Write['noun'], own: readonly Write[]): Command => ({
  name: noun,
  arguments: 'VERB NAME...',
  summary: nouns[noun],
  remarks: own.map(({verb, help}) => `${verb} ${help}.`),
  flags: [...flagsOf(own), yesFlag, jsonFlag, ...targetFlags],
  needs: 'target',
  run: async context => (await import('../commands/write.ts')).runWrite(own, context),
});

/** The writes of the cluster: a command for each noun, with a verb for each write. */
export const writeCommands: readonly Command[] = [...Map.groupBy(writes, ({noun}) => noun)].map(
  ([noun, own]) => commandOf(noun, own),
);
