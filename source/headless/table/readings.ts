import type {Command} from '../command.ts';
import {readingFlags, sampleFlag} from '../flag.ts';

/** What there is, as one reading says. */
export const readingCommands: readonly Command[] = [
  {
    name: 'status',
    arguments: '',
    summary: 'whether the lab is ready, and what is wrong',
    remarks: ['Exits 1 when the lab is not ready, so that a script can wait for it.'],
    flags: [sampleFlag, ...readingFlags],
    examples: ['until kafka-lab status; do sleep 1; done', "kafka-lab status --json | jq '.lab.problems'"],
    needs: 'target',
    run: async context => (await import('../commands/status.ts')).run(context),
  },
  {
    name: 'containers',
    arguments: '',
    summary: "the lab's containers: state, health, exit code, use, ports",
    flags: [{name: 'all', type: 'boolean', help: "the engine's other containers too"}, ...readingFlags],
    needs: 'target',
    run: async context => (await import('../commands/containers.ts')).run(context),
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
    run: async context => (await import('../commands/brokers.ts')).run(context),
  },
  {
    name: 'topics',
    arguments: '[NAME]',
    summary: 'the topics, or the partitions of one',
    flags: [{name: 'internal', type: 'boolean', help: 'internal topics too'}, sampleFlag, ...readingFlags],
    needs: 'target',
    run: async context => (await import('../commands/topics.ts')).run(context),
  },
  {
    name: 'groups',
    arguments: '[ID]',
    summary: 'the consumer groups with their lag, or one with its partitions and members',
    flags: [sampleFlag, ...readingFlags],
    needs: 'target',
    run: async context => (await import('../commands/groups.ts')).run(context),
  },
  {
    name: 'connectors',
    arguments: '',
    summary: 'the connectors of the Connect workers, and their tasks',
    flags: readingFlags,
    needs: 'target',
    run: async context => (await import('../commands/connectors.ts')).run(context),
  },
];
