import {wordOf} from '../../actions/containers.ts';
import type {ContainerVerb} from '../../clients/docker/client.ts';
import type {Command} from '../command.ts';
import {engineFlags, jsonFlag, kraftFlag, offlineFlag, readOnlyFlag, targetFlags, yesFlag} from '../flag.ts';

const verb = (name: ContainerVerb, summary: string, remarks: readonly string[] = []): Command => ({
  name: wordOf(name),
  arguments: 'NAME...',
  summary,
  remarks,
  flags: [...(remarks.length > 0 ? [yesFlag] : []), jsonFlag, ...targetFlags],
  needs: 'target',
  run: async context => (await import('../commands/containers-verb.ts')).runVerb(name, context),
});

const asks = 'It says what follows from it and asks; without a terminal it needs --yes.';

/** The lab's containers, and the lab as a whole. */
export const labCommands: readonly Command[] = [
  verb('start', 'start containers of the lab, and make those again that were removed'),
  verb('stop', 'stop containers of the lab, as cleanly as they can', [asks]),
  verb('restart', 'stop and start containers of the lab', [asks]),
  verb('pause', 'freeze containers of the lab: they keep their connections and answer nothing', [asks]),
  verb('unpause', 'let paused containers go on'),
  verb('kill', 'end containers of the lab at once (SIGKILL)', [asks]),
  verb('remove', 'remove containers of the lab, running or not; named volumes stay', [asks]),
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
      readOnlyFlag,
    ],
    examples: ['kafka-lab up', 'kafka-lab up --kraft --offline'],
    needs: 'engine',
    run: async context => (await import('../commands/up.ts')).run(context),
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
      readOnlyFlag,
    ],
    needs: 'engine',
    run: async context => (await import('../commands/down.ts')).run(context),
  },
  {
    name: 'pull',
    arguments: '',
    summary: 'pull the images of the lab',
    flags: [kraftFlag, jsonFlag, ...engineFlags],
    needs: 'engine',
    run: async context => (await import('../commands/pull.ts')).run(context),
  },
  {
    name: 'exec',
    arguments: 'NAME COMMAND...',
    isVerbatim: true,
    summary: 'run a command in a container of the lab, and end with its exit code',
    remarks: [
      'Flags of ours stand before the name; what follows it is the command, as it is written. On a terminal it gets one, and ^] leaves it; otherwise nothing is typed into it, and its two outputs stay apart.',
    ],
    flags: [...targetFlags],
    examples: [
      'kafka-lab exec kafka1 bash',
      "kafka-lab exec postgres psql -U postgres -c 'SELECT * FROM customers'",
    ],
    needs: 'target',
    run: async context => (await import('../commands/exec.ts')).run(context),
  },
  {
    name: 'logs',
    arguments: 'NAME...',
    summary: 'the log of a container, or of several, merged',
    flags: [
      {name: 'follow', type: 'boolean', help: 'go on, over restarts of the container, until ^C'},
      {name: 'tail', type: 'whole', value: 'N', help: 'the last so many lines of each (100)'},
      {name: 'since', type: 'text', value: 'TIME', help: 'since a time, or for how long back (15m)'},
      {name: 'timestamps', type: 'boolean', help: 'the time of each line'},
      ...targetFlags,
    ],
    examples: ['kafka-lab logs kafka1 kafka2 zookeeper --since 5m --follow'],
    needs: 'target',
    run: async context => (await import('../commands/logs.ts')).run(context),
  },
];
