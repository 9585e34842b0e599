import type {Clock} from '../../clock.ts';
import type {ConnectAddress} from '../../model/target.ts';
import {withDeadline} from '../deadline.ts';
import {dig, entries, list, parseJson, text, texts} from '../json.ts';
import {type DescribedConnector, decodeConnector, decodeOffsets, type SourceOffset} from './decode.ts';
import {ConnectError, connectError, refusal} from './failure.ts';

export interface WorkerInfo {
  readonly version: string;
  /** The Kafka cluster that the worker stores its state in. */
  readonly clusterId: string | null;
}

/**
 * A Connect worker's REST interface, distributed or standalone. Each call rejects with a `ConnectError`, after the
 * deadline at the latest; none has a side effect.
 */
export interface ConnectClient {
  readonly name: string;
  readonly url: string;
  /** GET / */
  worker(): Promise<WorkerInfo>;
  /** GET /connectors?expand=status&expand=info: all of them in one answer. */
  connectors(): Promise<readonly DescribedConnector[]>;
  /** GET /connectors/{name}/topics: those that it used since it was made. */
  topics(connector: string): Promise<readonly string[]>;
  /** GET /connectors/{name}/offsets (Kafka 3.5 and later, else `not-supported`). */
  offsets(connector: string): Promise<readonly SourceOffset[]>;
}

export interface ConnectClientOptions {
  readonly address: ConnectAddress;
  readonly clock: Clock;
  /** Milliseconds that a call may take. */
  readonly deadline?: number;
}

export const createConnectClient = ({
  address,
  clock,
  deadline = 2000,
}: ConnectClientOptions): ConnectClient => {
  const {name, url} = address;
  const where = `Connect worker ${name} (${url})`;

  const get = async (path: string): Promise<unknown> => {
    try {
      return await withDeadline(clock, deadline, async signal => {
        const response = await fetch(`${url}${path}`, {signal, headers: {accept: 'application/json'}});
        const body = parseJson(await response.text());
        if (!response.ok) throw refusal(response.status, body, where);
        if (body === undefined)
          throw new ConnectError('not-read', `${where} answered with something that is not JSON.`);
        return body;
      });
    } catch (error) {
      throw connectError(error, where);
    }
  };
  const path = (connector: string, what: string): string =>
    `/connectors/${encodeURIComponent(connector)}/${what}`;

  return {
    name,
    url,
    async worker() {
      const answer = await get('/');
      const version = text(dig(answer, 'version'));
      if (version === undefined)
        throw new ConnectError('not-read', `${where} does not answer as a Connect worker.`);
      return {version, clusterId: text(dig(answer, 'kafka_cluster_id')) ?? null};
    },
    async connectors() {
      return entries(await get('/connectors?expand=status&expand=info')).map(([connector, value]) =>
        decodeConnector(connector, value),
      );
    },
    async topics(connector) {
      return texts(dig(await get(path(connector, 'topics')), connector, 'topics'));
    },
    async offsets(connector) {
      return list(dig(await get(path(connector, 'offsets')), 'offsets')).map(decodeOffsets);
    },
  };
};
