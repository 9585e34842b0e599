import type {ContainerVerb} from '../clients/docker/client.ts';
import type {Command} from './command.ts';
import {engineFlags, type Flag, jsonFlag, readingFlags, sampleFlag, targetFlags, yesFlag} from './flag.ts';

const kraftFlag: Flag = {
  name: 'kraft',
  type: 'boolean',
  help: 'the KRaft variant: one controller, two brokers',
};
const offlineFlag: Flag = {
  name: 'offline',
  type: 'boolean',
  help: 'images built here, without an image registry',
};

const verb = (name: ContainerVerb, summary: string, remarks: readonly string[] = []): Command => ({
  name,
  arguments: 'NAME...',
  summary,
  remarks,
  flags: [...(remarks.length > 0 ? [yesFlag] : []), jsonFlag, ...targetFlags],
  needs: 'target',
  run: async context => (await import('./commands/containers-verb.ts')).runVerb(name, context),
});

const asks = 'It says what follows from it and asks; without a terminal it needs --yes.';

/**
 * Every command without the screen. Each is a file under `commands/`, loaded when it runs: help, completions and the
 * monitor load none of them.
 */
export const commands: readonly Command[] = [
  {
    name: 'status',
    arguments: '',
    summary: 'whether the lab is ready, and what is wrong',
    remarks: ['Exits 1 when the lab is not ready, so that a script can wait for it.'],
    flags: [sampleFlag, ...readingFlags],
    examples: ['until kafka-lab status; do sleep 1; done', "kafka-lab status --json | jq '.lab.problems'"],
    needs: 'target',
    run: async context => (await import('./commands/status.ts')).run(context),
  },
  {
    name: 'containers',
    arguments: '',
    summary: "the lab's containers: state, health, exit code, use, ports",
    flags: [{name: 'all', type: 'boolean', help: "the engine's other containers too"}, ...readingFlags],
    needs: 'target',
    run: async context => (await import('./commands/containers.ts')).run(context),
  },
  {
    name: 'brokers',
    arguments: '',
    summary: 'the expected brokers: state, leaders, replicas, out of sync',
    remarks: [
      'Expected are those that the cluster names, those in any replica list, and the broker containers of the lab: a broker that is gone stays in the list.',
    ],
    flags: readingFlags,
    needs: 'target',
    run: async context => (await import('./commands/brokers.ts')).run(context),
  },
  {
    name: 'topics',
    arguments: '[NAME]',
    summary: 'the topics, or the partitions of one',
    flags: [{name: 'internal', type: 'boolean', help: 'internal topics too'}, sampleFlag, ...readingFlags],
    needs: 'target',
    run: async context => (await import('./commands/topics.ts')).run(context),
  },
  {
    name: 'groups',
    arguments: '[ID]',
    summary: 'the consumer groups with their lag, or one with its partitions and members',
    flags: [sampleFlag, ...readingFlags],
    needs: 'target',
    run: async context => (await import('./commands/groups.ts')).run(context),
  },
  {
    name: 'connectors',
    arguments: '',
    summary: 'the connectors of the Connect workers, and their tasks',
    flags: readingFlags,
    needs: 'target',
    run: async context => (await import('./commands/connectors.ts')).run(context),
  },
  {
    name: 'events',
    arguments: '',
    summary: 'what happens, as it happens: elections, members, containers, connectors',
    remarks: ['Events are the differences between one reading and the next; what was there before is none.'],
    flags: [
      {name: 'for', type: 'duration', value: 'TIME', help: 'end after this time'},
      {name: 'limit', type: 'whole', value: 'N', help: 'end after so many events'},
      {name: 'interval', type: 'duration', value: 'TIME', help: 'time between polls'},
      {name: 'json', type: 'boolean', help: 'one JSON object a line'},
      ...targetFlags,
    ],
    needs: 'target',
    run: async context => (await import('./commands/events.ts')).run(context),
  },
  verb('start', 'start containers of the lab'),
  verb('stop', 'stop containers of the lab, as cleanly as they can', [asks]),
  verb('restart', 'stop and start containers of the lab', [asks]),
  verb('pause', 'freeze containers of the lab: they keep their connections and answer nothing', [asks]),
  verb('unpause', 'let paused containers go on'),
  verb('kill', 'end containers of the lab at once (SIGKILL)', [asks]),
  {
    name: 'up',
    arguments: '',
    summary: 'bring the lab up, and wait until it is ready',
    remarks: [
      'Says what each service waits for, and ends when brokers are registered, the controller is there, nothing is under-replicated, and Connect and PostgreSQL answer.',
      'Where containers of another project have the names of the lab, it asks, or does what --adopt or --replace says.',
    ],
    flags: [
      kraftFlag,
      offlineFlag,
      {name: 'adopt', type: 'boolean', help: 'use containers that have the names already, whoever made them'},
      {name: 'replace', type: 'boolean', help: 'stop and remove those first; their named volumes stay'},
      {name: 'timeout', type: 'duration', value: 'TIME', help: 'time to become ready in (3m)'},
      yesFlag,
      jsonFlag,
      ...engineFlags,
    ],
    examples: ['kafka-lab up', 'kafka-lab up --kraft --offline'],
    needs: 'engine',
    run: async context => (await import('./commands/up.ts')).run(context),
  },
  {
    name: 'down',
    arguments: '',
    summary: 'stop and remove the lab; its volumes are kept',
    remarks: [asks],
    flags: [
      {name: 'volumes', type: 'boolean', help: 'delete the volumes too: topics, offsets and tables are lost'},
      yesFlag,
      jsonFlag,
      ...engineFlags,
    ],
    needs: 'engine',
    run: async context => (await import('./commands/down.ts')).run(context),
  },
  {
    name: 'pull',
    arguments: '',
    summary: 'pull the images of the lab',
    flags: [kraftFlag, jsonFlag, ...engineFlags],
    needs: 'engine',
    run: async context => (await import('./commands/pull.ts')).run(context),
  },
  {
    name: 'logs',
    arguments: 'NAME',
    summary: 'the log of a container',
    flags: [
      {name: 'follow', type: 'boolean', help: 'go on, over restarts of the container, until ^C'},
      {name: 'tail', type: 'whole', value: 'N', help: 'the last so many lines (100)'},
      {name: 'timestamps', type: 'boolean', help: 'the time of each line'},
      ...targetFlags,
    ],
    needs: 'target',
    run: async context => (await import('./commands/logs.ts')).run(context),
  },
  {
    name: 'doctor',
    arguments: '',
    summary: 'whether this machine can run the lab, with one fix a line',
    flags: [kraftFlag, offlineFlag, jsonFlag, ...engineFlags],
    needs: 'nothing',
    run: async context => (await import('./commands/doctor.ts')).run(context),
  },
  {
    name: 'completion',
    arguments: 'SHELL',
    summary: 'completions for bash, zsh or fish, to be sourced',
    flags: [],
    examples: ['source <(kafka-lab completion bash)', 'kafka-lab completion fish | source'],
    needs: 'nothing',
    run: async context => (await import('./commands/completion.ts')).run(context),
  },
];
