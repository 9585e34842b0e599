import type {Command} from '../command.ts';
import {jsonFlag, targetFlags, yesFlag} from '../flag.ts';

/** The database whose changes are captured. */
export const sqlCommand: Command = {
  name: 'sql',
  arguments: '[STATEMENT]',
  summary: "one statement for the lab's PostgreSQL, as an argument or on standard input",
  remarks: [
    'It is run in a read-only transaction first. What PostgreSQL refuses there changes something: that asks, and is then run again.',
    'PostgreSQL judges data alone: functions of administration (pg_terminate_backend, pg_drop_replication_slot, pg_switch_wal) are no change to it. They run without a question, with --read-only too; a user without the right to them is what keeps them away.',
    'One statement at a time; values are shown as PostgreSQL writes them, and NULL as -.',
  ],
  flags: [
    {name: 'limit', type: 'whole', value: 'N', help: 'rows that are shown at most (10000)'},
    yesFlag,
    jsonFlag,
    ...targetFlags,
  ],
  examples: [
    "kafka-lab sql 'SELECT * FROM customers ORDER BY id' --json",
    'kafka-lab sql "UPDATE customers SET city = \'Ribe\' WHERE id = 1" --yes',
  ],
  needs: 'target',
  run: async context => (await import('../commands/sql.ts')).run(context),
};
