import type {Command} from './command.ts';
import {consumerCommands} from './consumers.ts';
import {containerCommands} from './containers.ts';
import {dialogCommands} from './dialogs.ts';
import {displayCommands} from './display.ts';
import {jobCommands} from './jobs.ts';
import {labCommands} from './lab.ts';
import {learnCommands} from './learn.ts';
import {listCommands} from './lists.ts';
import {logCommands} from './logs.ts';
import {messageCommands} from './messages.ts';
import {programCommands} from './program.ts';
import {questionCommands} from './questions.ts';
import {rowCommands} from './rows.ts';
import {sqlCommands} from './sql.ts';
import {textCommands} from './texts.ts';
import {viewCommands} from './views.ts';
import {writeCommands} from './writes.ts';

const all = [
  ...containerCommands,
  ...messageCommands,
  ...consumerCommands,
  ...labCommands,
  ...learnCommands,
  ...writeCommands,
  ...questionCommands,
  ...sqlCommands,
  ...rowCommands,
  ...listCommands,
  ...viewCommands,
  ...programCommands,
  ...displayCommands,
  ...jobCommands,
  ...logCommands,
  ...textCommands,
  ...dialogCommands,
] as const;

/** A command that there is: the keymap names no other. */
export type CommandId = (typeof all)[number]['id'];

/** Every command of the monitor. A new command is an entry of its subject's file; a new subject a line above. */
export const commands: readonly Command<CommandId>[] = all;
