import type {Command} from '../command.ts';
import {engineFlags, jsonFlag, kraftFlag, offlineFlag} from '../flag.ts';

/** What needs neither a lab nor a cluster. */
export const machineCommands: readonly Command[] = [
  {
    name: 'practice',
    arguments: '',
    summary: 'serve a practice lab, without Docker, until ^C',
    remarks: [
      "Prints where its brokers, its engine, its Connect workers and its PostgreSQL are, as shell lines. Other programs use them as those of a real lab: kcat, Kafka's own tools, docker, psql.",
    ],
    flags: [
      {
        name: 'scene',
        type: 'text',
        choices: ['default', 'quiet'],
        value: 'NAME',
        help: 'what is in it and at work',
      },
      kraftFlag,
      {
        name: 'ports',
        type: 'text',
        choices: ['free', 'sheet'],
        value: 'WHICH',
        help: 'free ports, or those of the course sheet (29092, 39092, 9090, 8083, 5433)',
      },
      {
        name: 'speed',
        type: 'number',
        value: 'N',
        help: 'wait so many times shorter than a real lab does (1)',
      },
      {
        name: 'until-left',
        type: 'boolean',
        help: 'end with standard input, once nobody uses the lab any more',
      },
      jsonFlag,
    ],
    examples: ['kafka-lab practice', 'kafka-lab practice --scene quiet --speed 6'],
    needs: 'nothing',
    run: async context => (await import('../commands/practice.ts')).run(context),
  },
  {
    name: 'doctor',
    arguments: '',
    summary: 'whether this machine can run the lab, with one fix a line',
    flags: [kraftFlag, offlineFlag, jsonFlag, ...engineFlags],
    needs: 'nothing',
    run: async context => (await import('../commands/doctor.ts')).run(context),
  },
  {
    name: 'ask',
    arguments: 'HOST:PORT',
    summary: 'where a broker sends its clients, and what of that is reached from here',
    remarks: [
      'Exits 1 where an address that the broker names cannot be reached from here, and 2 where nobody answers.',
    ],
    flags: [
      {
        name: 'command-config',
        type: 'text',
        value: 'FILE',
        help: 'a Java client.properties with SASL and TLS',
      },
      jsonFlag,
    ],
    examples: ['kafka-lab ask localhost:29092'],
    needs: 'nothing',
    run: async context => (await import('../commands/ask.ts')).run(context),
  },
  {
    name: 'completion',
    arguments: 'SHELL',
    summary: 'completions for bash, zsh or fish, to be sourced',
    words: {bash: null, zsh: null, fish: null},
    flags: [],
    examples: ['source <(kafka-lab completion bash)', 'kafka-lab completion fish | source'],
    needs: 'nothing',
    run: async context => (await import('../commands/completion.ts')).run(context),
  },
];
