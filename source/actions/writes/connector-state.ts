import type {ConnectClient} from '../../clients/connect/client.ts';
import type {Connector} from '../../model/connector.ts';
import {connectorNamed, curl, told} from './connectors.ts';
import type {NamedOutcome, Write} from './write.ts';

interface Change<Verb extends string> {
  readonly verb: Verb;
  readonly title: string;
  readonly help: string;
  readonly method: string;
  /** Behind `/connectors/NAME/`. */
  readonly path: string;
  readonly follows: (connector: Connector) => string;
  readonly answer: string;
  readonly run: (client: ConnectClient, name: string) => Promise<unknown>;
}

const change = <const Verb extends string>(spec: Change<Verb>) => {
  const write = {
    id: `connector.${spec.verb}`,
    noun: 'connector',
    verb: spec.verb,
    title: spec.title,
    help: spec.help,
    on: 'several',
    fields: [],
    plan: async (context, names) => {
      const found = names.map(name => connectorNamed(context, name));
      return {
        question: `${spec.title.replace(/ the connector.*/, '')} ${names.join(', ')}?`,
        consequences: found.map(({connector}) => spec.follows(connector)),
        preview: found.map(({connector}) => ({
          connector: connector.name,
          state: connector.state,
          tasks: connector.tasks.map(({state}) => state).join(' ') || '-',
        })),
        typed: null,
        commandLines: found.map(({connector, client}) =>
          curl(spec.method, `${client.url}/connectors/${encodeURIComponent(connector.name)}/${spec.path}`),
        ),
        run: async () => {
          const outcomes: NamedOutcome[] = [];
          for (const {connector, client} of found)
            outcomes.push(
              ...(await told(connector.name, `${connector.name}: ${spec.answer}`, () =>
                spec.run(client, connector.name),
              )),
            );
          return outcomes;
        },
      };
    },
  } satisfies Write;
  return {...write, id: `connector.${spec.verb}` as const};
};

export const connectorPause = change({
  verb: 'pause',
  title: 'Pause the connector',
  help: 'its tasks stay and do nothing',
  method: 'PUT',
  path: 'pause',
  follows: ({name}) => `${name} keeps its tasks and its place, and moves no record until it is resumed.`,
  answer: 'the worker pauses it.',
  run: (client, name) => client.put(name, 'pause'),
});

export const connectorResume = change({
  verb: 'resume',
  title: 'Resume the connector',
  help: 'lets a paused or stopped connector go on where it was',
  method: 'PUT',
  path: 'resume',
  follows: ({name}) => `${name} goes on where it was.`,
  answer: 'the worker resumes it.',
  run: (client, name) => client.put(name, 'resume'),
});

export const connectorStop = change({
  verb: 'stop',
  title: 'Stop the connector',
  help: 'ends its tasks and keeps its configuration; only then may its offsets be changed (Kafka 3.5 on)',
  method: 'PUT',
  path: 'stop',
  follows: ({name}) => `The tasks of ${name} end, and what they hold is given back; its configuration stays.`,
  answer: 'the worker stops it.',
  run: (client, name) => client.put(name, 'stop'),
});

export const connectorRestart = change({
  verb: 'restart',
  title: 'Restart the connector and its tasks',
  help: 'ends and starts the connector and all its tasks',
  method: 'POST',
  path: 'restart?includeTasks=true',
  follows: ({name}) =>
    `${name} and all its tasks end and start again; what was not committed is done once more.`,
  answer: 'the worker restarts it.',
  run: (client, name) => client.restart(name, false),
});

export const connectorRestartFailed = change({
  verb: 'restart-failed',
  title: 'Restart the connector where it has failed',
  help: 'starts the failed tasks again, and leaves those that run alone',
  method: 'POST',
  path: 'restart?includeTasks=true&onlyFailed=true',
  follows: ({name, tasks}) => {
    const failed = tasks.filter(({state}) => state === 'FAILED').length;
    return failed === 0
      ? `No task of ${name} has failed: nothing is restarted.`
      : `${failed} of ${tasks.length} tasks of ${name} start again; what made them fail may do so again.`;
  },
  answer: 'the worker restarts what has failed.',
  run: (client, name) => client.restart(name, true),
});

export const connectorResetOffsets = change({
  verb: 'reset-offsets',
  title: 'Reset the offsets of the connector',
  help: 'forgets how far it has come; only while it is stopped (Kafka 3.6 on)',
  method: 'DELETE',
  path: 'offsets',
  follows: ({name, type}) =>
    type === 'source'
      ? `${name} reads its source from the start once it is resumed: what it wrote before is written again.`
      : `${name} reads its topics from where consumer.auto.offset.reset says once it is resumed.`,
  answer: 'it begins anew when it is resumed.',
  run: (client, name) => client.resetOffsets(name),
});
