import type {Command} from '../command.ts';
import {jsonFlag, targetFlags} from '../flag.ts';

/** What happens, what is written, and writing some. */
export const recordCommands: readonly Command[] = [
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
    run: async context => (await import('../commands/events.ts')).run(context),
  },
  {
    name: 'tail',
    arguments: 'TOPIC...',
    summary: 'the records of topics, as they come',
    remarks: [
      'No group is made and nothing is committed. It goes on until --limit, --for or ^C, no faster than its reader reads.',
      '--grep takes words, "quoted words" and /regular expressions/, each for one field where it starts with key:, value:, header:, topic: or partition:, and negated where it starts with a minus; all of them must hold.',
    ],
    flags: [
      {
        name: 'from',
        type: 'text',
        value: 'WHERE',
        help: 'newest (the default), oldest, an offset, a time, or how long ago (15m)',
      },
      {
        name: 'last',
        type: 'whole',
        value: 'N',
        help: 'with newest: so many records of each partition before it',
      },
      {
        name: 'partition',
        type: 'text',
        isMultiple: true,
        value: 'N',
        help: 'only this partition; may be given several times',
      },
      {name: 'grep', type: 'text', value: 'FILTER', help: 'only records that hold this'},
      {name: 'limit', type: 'whole', value: 'N', help: 'end after so many records'},
      {name: 'for', type: 'duration', value: 'TIME', help: 'end after this time'},
      {name: 'no-follow', type: 'boolean', help: 'end when all that is there has been read'},
      {name: 'json', type: 'boolean', help: 'one JSON object a line'},
      ...targetFlags,
    ],
    examples: [
      'kafka-lab tail orders --from oldest --no-follow',
      "kafka-lab tail orders --grep 'key:42 -value:/test/' --json | jq .value",
    ],
    needs: 'target',
    run: async context => (await import('../commands/tail.ts')).run(context),
  },
  {
    name: 'produce',
    arguments: 'TOPIC',
    summary: 'test events from a template, a file or standard input',
    remarks: [
      'Templates: {i} is the number of the event, {i%10} goes round, {uuid}, {time}, {millis}, {random:1-6}, {pick:red|green}.',
      'Lines that are fed into standard input are values, unless --value, --count or --rate asks for made ones. With --rate and without --count it goes on until ^C.',
    ],
    flags: [
      {name: 'value', type: 'text', value: 'TEMPLATE', help: 'the value of each event'},
      {
        name: 'key',
        type: 'text',
        value: 'TEMPLATE',
        help: 'the key; without one events go to the partitions by turns',
      },
      {
        name: 'header',
        type: 'text',
        isMultiple: true,
        value: 'NAME=TEMPLATE',
        help: 'a header; may be given several times',
      },
      {
        name: 'partition',
        type: 'text',
        isMultiple: true,
        value: 'N',
        help: 'this partition, whatever the key',
      },
      {name: 'file', type: 'text', value: 'FILE', help: 'each line is a value; - is standard input'},
      {
        name: 'key-separator',
        type: 'text',
        value: 'TEXT',
        help: 'what stands between key and value in a line',
      },
      {name: 'count', type: 'whole', value: 'N', help: 'so many events (1)'},
      {name: 'rate', type: 'number', value: 'N', help: 'so many events a second'},
      {name: 'for', type: 'duration', value: 'TIME', help: 'end after this time'},
      {
        name: 'acks',
        type: 'text',
        choices: ['all', '1', '0'],
        help: 'who must have stored an event: all in sync, the leader, nobody',
      },
      {
        name: 'compression',
        type: 'text',
        choices: ['none', 'gzip', 'snappy', 'lz4', 'zstd'],
        help: 'how batches are compressed',
      },
      jsonFlag,
      ...targetFlags,
    ],
    examples: [
      "kafka-lab produce orders --count 1000 --key 'customer-{i%50}'",
      'kafka-lab produce orders --file orders.jsonl --rate 20',
    ],
    needs: 'target',
    run: async context => (await import('../commands/produce.ts')).run(context),
  },
];
