import {type Reader, Writer} from '@platformatic/kafka';
import type {Cluster} from './cluster.ts';
import {MalformedError, readTags, writeTags} from './codec.ts';

/** What a request is handled with. */
export interface Context {
  readonly cluster: Cluster;
  /** All APIs that there are. */
  readonly apis: readonly Api[];
  /** The id of the broker that was asked. */
  readonly broker: number;
  readonly version: number;
  readonly clientId: string | null;
  /** The client's address, with the slash that Kafka puts before it. */
  readonly clientHost: string;
  /** Aborted when the connection closes, so that nothing waits for a client that is gone. */
  readonly signal: AbortSignal;
}

/** No answer is sent (acks=0). */
export const noAnswer = Symbol('no answer');
/** The connection is closed instead of an answer. */
export const hangUp = Symbol('hang up');

type Outcome<Response> = Response | typeof noAnswer | typeof hangUp;

const isAnswer = <Response>(outcome: Outcome<Response>): outcome is Response =>
  outcome !== noAnswer && outcome !== hangUp;

/** One request of the protocol: how it is read, what it does, how its answer is written, in a range of versions. */
export interface ApiSpec<Request extends object, Response> {
  readonly key: number;
  readonly name: string;
  readonly versions: readonly [min: number, max: number];
  /** The first version with compact types and tagged fields. */
  readonly flexible: number;
  /** The only kind of cluster that has it; both without it. */
  readonly only?: 'zookeeper' | 'kraft';
  /** `f` says whether the version is flexible; the tagged fields at the end are read for it. */
  read(reader: Reader, version: number, f: boolean): Request;
  handle(request: Request, context: Context): Outcome<Response> | Promise<Outcome<Response>>;
  /** The same for the tagged fields at the end of the answer. */
  write(writer: Writer, response: Response, version: number, f: boolean): void;
  /** What the record of requests keeps; without it the request itself. Large values are left out here. */
  summary?(request: Request): object;
}

/** A request that was read and waits to be handled. */
export interface Call {
  readonly fields: object;
  /** Whether `fields` is short, however long the request is. */
  readonly isSummary: boolean;
  run(context: Context): Promise<Outcome<Writer>>;
}

/** An API with its types closed over, as the list of all holds it. */
export interface Api {
  readonly key: number;
  readonly name: string;
  readonly versions: readonly [min: number, max: number];
  readonly flexible: number;
  readonly only: 'zookeeper' | 'kraft' | undefined;
  /** Throws where the bytes are no such request. */
  parse(reader: Reader, version: number): Call;
}

export const defineApi = <Request extends object, Response>(spec: ApiSpec<Request, Response>): Api => ({
  key: spec.key,
  name: spec.name,
  versions: spec.versions,
  flexible: spec.flexible,
  only: spec.only,
  parse(reader, version) {
    const f = version >= spec.flexible;
    const request = spec.read(reader, version, f);
    readTags(reader, f);
    if (reader.position !== reader.length)
      throw new MalformedError(`A ${spec.name} request of a wrong length.`);
    return {
      fields: spec.summary?.(request) ?? request,
      isSummary: spec.summary !== undefined,
      async run(context) {
        const response = await spec.handle(request, context);
        if (!isAnswer(response)) return response;
        const writer = Writer.create();
        spec.write(writer, response, version, f);
        return writeTags(writer, f);
      },
    };
  },
});

/** The versions of an API that a cluster has at the moment; undefined where it does not have it. */
export const rangeOf = (api: Api, cluster: Cluster): readonly [min: number, max: number] | undefined => {
  const [min, newest] = api.versions;
  const max = Math.min(newest, cluster.faults.limitOf(api.key) ?? newest);
  const isThere = max >= min && (api.only ?? cluster.options.mode) === cluster.options.mode;
  return isThere ? [min, max] : undefined;
};
