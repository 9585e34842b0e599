import {Reader} from '@platformatic/kafka';
import {type Api, type Call, rangeOf} from './api.ts';
import type {Cluster} from './cluster.ts';
import {MalformedError} from './codec.ts';

/** A request with its head. */
export interface Request {
  readonly key: number;
  readonly name: string;
  readonly version: number;
  readonly correlationId: number;
  readonly clientId: string | null;
  /** Whether the head of its answer ends in tagged fields. */
  readonly isTagged: boolean;
  readonly call: Call;
}

const apiVersions = 18;

/**
 * RequestHeader (v1, and v2 for flexible versions) => request_api_key INT16, request_api_version INT16,
 *   correlation_id INT32, client_id NULLABLE_STRING, TAG_BUFFER (v2)
 *
 * Throws where the broker does not have the API in that version: Kafka closes the connection. ApiVersions is the
 * exception, since it is how clients find out: it is answered as version 0, with an error.
 */
export const readRequest = (frame: Buffer, apis: readonly Api[], cluster: Cluster): Request => {
  const reader = Reader.from(frame);
  const key = reader.readInt16();
  const version = reader.readInt16();
  const correlationId = reader.readInt32();
  const clientId = reader.readNullableString(false);
  const api = apis.find(each => each.key === key);
  const range = api && rangeOf(api, cluster);
  if (!api || !range) throw new MalformedError(`There is no API ${key}.`);
  const head = {key, name: api.name, version, correlationId, clientId};
  if (version < range[0] || version > range[1]) {
    if (key !== apiVersions) throw new MalformedError(`There is no version ${version} of ${api.name}.`);
    return {...head, isTagged: false, call: api.parse(Reader.from(Buffer.alloc(0)), -1)};
  }
  const isFlexible = version >= api.flexible;
  if (isFlexible) reader.readTaggedFields();
  return {...head, isTagged: isFlexible && key !== apiVersions, call: api.parse(reader, version)};
};
