import type {ConnectClient} from '../clients/connect/client.ts';
import type {DescribedConnector} from '../clients/connect/decode.ts';
import {ConnectError} from '../clients/connect/failure.ts';
import type {Connector, ConnectWorker} from '../model/connector.ts';
import {isUnknown, type Known, type Missing, unknown} from '../model/reading.ts';

/** A worker as it answered; `missing` names what it would not say of a connector. */
export interface WorkerRead {
  readonly worker: ConnectWorker;
  readonly missing: readonly Missing[];
}

const known = async <T>(read: Promise<T>): Promise<Known<T>> => {
  try {
    return await read;
  } catch (error) {
    if (error instanceof ConnectError) return unknown(error.why, error.sentence);
    throw error;
  }
};

const describe = async (client: ConnectClient, described: DescribedConnector): Promise<Connector> => {
  const {configuredTopics, ...connector} = described;
  const [used, offsets] = await Promise.all([
    known(client.topics(connector.name)),
    known(client.offsets(connector.name)),
  ]);
  // A connector that has moved nothing yet reports no topic, though its configuration may name them.
  const topics = !isUnknown(used) && used.length === 0 ? configuredTopics : used;
  return {...connector, worker: client.name, topics, offsets};
};

/** What is left out because an older worker has no such call is no gap in the reading. */
const gaps = ({name, topics, offsets}: Connector): readonly Missing[] =>
  [{part: 'topics', value: topics} as const, {part: 'offsets', value: offsets} as const].flatMap(
    ({part, value}) =>
      isUnknown(value) && value.unknown !== 'not-supported'
        ? [{path: `${part} of connector ${name}`, why: value.unknown, sentence: value.sentence}]
        : [],
  );

/**
 * Reads one Connect worker. Rejects with a `ConnectError` where it is unreachable, which is not "no connectors". Its
 * plugins are asked for unless they are known since it was read `before`.
 */
export const readWorker = async (
  client: ConnectClient,
  before: ConnectWorker | null = null,
): Promise<WorkerRead> => {
  const [info, described, plugins] = await Promise.all([
    client.worker(),
    client.connectors(),
    before === null || isUnknown(before.plugins) ? known(client.plugins()) : before.plugins,
  ]);
  const connectors = await Promise.all(described.map(one => describe(client, one)));
  const sorted = connectors.sort((a, b) => (a.name < b.name ? -1 : 1));
  return {
    worker: {name: client.name, url: client.url, ...info, plugins, connectors: sorted},
    missing: sorted.flatMap(gaps),
  };
};
