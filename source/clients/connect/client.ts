import type {Clock} from '../../clock.ts';
import type {ConnectPlugin, ConnectWorker} from '../../model/connector.ts';
import type {ConnectAddress} from '../../model/target.ts';
import {withDeadline} from '../deadline.ts';
import {dig, entries, list, parseJson, text, texts} from '../json.ts';
import {ask} from './ask.ts';
import {
  type DescribedConnector,
  decodeConnector,
  decodeOffsets,
  decodePlugin,
  type SourceOffset,
} from './decode.ts';
import {ConnectError, connectError, refusal} from './failure.ts';

export type WorkerInfo = Pick<ConnectWorker, 'version' | 'commit' | 'clusterId'>;

/** What a worker finds wrong with a configuration, by field. */
export interface FieldError {
  readonly field: string;
  readonly errors: readonly string[];
}

/**
 * A Connect worker's REST interface, distributed or standalone. Each call rejects with a `ConnectError`, after the
 * deadline at the latest; those up to `offsets` have no side effect.
 */
export interface ConnectClient {
  readonly name: string;
  readonly url: string;
  /** GET / */
  worker(): Promise<WorkerInfo>;
  /** GET /connector-plugins: what it can run connectors of. */
  plugins(): Promise<readonly ConnectPlugin[]>;
  /** GET /connectors?expand=status&expand=info: all of them in one answer. */
  connectors(): Promise<readonly DescribedConnector[]>;
  /** GET /connectors/{name}/topics: those that it used since it was made. */
  topics(connector: string): Promise<readonly string[]>;
  /** GET /connectors/{name}/offsets (Kafka 3.5 and later, else `not-supported`). */
  offsets(connector: string): Promise<readonly SourceOffset[]>;
  /** PUT /connector-plugins/{plugin}/config/validate: the fields that something is wrong with. */
  validate(plugin: string, config: Readonly<Record<string, string>>): Promise<readonly FieldError[]>;
  /** POST /connectors; status 409 where there is one of that name, or the workers rebalance. */
  create(connector: string, config: Readonly<Record<string, string>>): Promise<void>;
  /** PUT /connectors/{name}/{verb}; done when the worker has taken it, which is before its tasks have. */
  put(connector: string, verb: 'pause' | 'resume' | 'stop'): Promise<void>;
  /** POST /connectors/{name}/restart, with its tasks; or only what has failed. */
  restart(connector: string, isOnlyFailed: boolean): Promise<void>;
  remove(connector: string): Promise<void>;
  /** DELETE /connectors/{name}/offsets (Kafka 3.6 and later); only while it is stopped. The worker's own words. */
  resetOffsets(connector: string): Promise<string>;
}

export interface ConnectClientOptions {
  readonly address: ConnectAddress;
  readonly clock: Clock;
  /** Milliseconds that a call may take. */
  readonly deadline?: number;
}

/** Milliseconds that a change may take: a worker asks the other ones, and the connector itself. */
const changeDeadline = 30_000;

export const createConnectClient = ({
  address,
  clock,
  deadline = 2000,
}: ConnectClientOptions): ConnectClient => {
  const {name, url} = address;
  const where = `Connect worker ${name} (${url})`;

  const call = async (method: string, path: string, sent?: unknown): Promise<unknown> => {
    try {
      return await withDeadline(clock, method === 'GET' ? deadline : changeDeadline, async signal => {
        const {status, text: answer} = await ask(`${url}${path}`, {
          method,
          signal,
          ...(sent === undefined ? {} : {body: JSON.stringify(sent)}),
        });
        const body = parseJson(answer);
        if (status < 200 || status > 299) throw refusal(status, body, where);
        if (body === undefined && (answer !== '' || method === 'GET'))
          throw new ConnectError('not-read', `${where} answered with something that is not JSON.`);
        return body;
      });
    } catch (error) {
      throw connectError(error, where);
    }
  };
  const get = (path: string): Promise<unknown> => call('GET', path);
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
      return {
        version,
        commit: text(dig(answer, 'commit')) ?? null,
        clusterId: text(dig(answer, 'kafka_cluster_id')) ?? null,
      };
    },
    async plugins() {
      return list(await get('/connector-plugins')).map(decodePlugin);
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
    async validate(plugin, config) {
      const answer = await call(
        'PUT',
        `/connector-plugins/${encodeURIComponent(plugin)}/config/validate`,
        config,
      );
      return list(dig(answer, 'configs')).flatMap((entry): readonly FieldError[] => {
        const errors = texts(dig(entry, 'value', 'errors'));
        return errors.length === 0 ? [] : [{field: text(dig(entry, 'value', 'name')) ?? '', errors}];
      });
    },
    async create(connector, config) {
      await call('POST', '/connectors', {name: connector, config});
    },
    async put(connector, verb) {
      await call('PUT', path(connector, verb));
    },
    async restart(connector, isOnlyFailed) {
      await call('POST', path(connector, `restart?includeTasks=true&onlyFailed=${isOnlyFailed}`));
    },
    async remove(connector) {
      await call('DELETE', `/connectors/${encodeURIComponent(connector)}`);
    },
    async resetOffsets(connector) {
      return (
        text(dig(await call('DELETE', path(connector, 'offsets')), 'message')) ?? 'The offsets were reset.'
      );
    },
  };
};
