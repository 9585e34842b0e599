import type {Command} from './command.ts';
import {labCommands} from './table/lab.ts';
import {learnCommand} from './table/learn.ts';
import {machineCommands} from './table/machine.ts';
import {readingCommands} from './table/readings.ts';
import {recordCommands} from './table/records.ts';
import {sqlCommand} from './table/sql.ts';
import {writeCommands} from './table/writes.ts';

/**
 * Every command without the screen. What one does is a file under `commands/`, loaded when it runs: help, completions
 * and the monitor load none of them.
 */
export const commands: readonly Command[] = [
  ...readingCommands,
  ...recordCommands,
  ...writeCommands,
  sqlCommand,
  learnCommand,
  ...labCommands,
  ...machineCommands,
];
