import type {Command} from '../command.ts';
import {engineFlags, jsonFlag, kraftFlag, offlineFlag} from '../flag.ts';

/** What needs neither a lab nor a cluster. */
export const machineCommands: readonly Command[] = [
  {
    name: 'doctor',
    arguments: '',
    summary: 'whether this machine can run the lab, with one fix a line',
    flags: [kraftFlag, offlineFlag, jsonFlag, ...engineFlags],
    needs: 'nothing',
    run: async context => (await import('../commands/doctor.ts')).run(context),
  },
  {
    name: 'completion',
    arguments: 'SHELL',
    summary: 'completions for bash, zsh or fish, to be sourced',
    flags: [],
    examples: ['source <(kafka-lab completion bash)', 'kafka-lab completion fish | source'],
    needs: 'nothing',
    run: async context => (await import('../commands/completion.ts')).run(context),
  },
];
