import {
  apiVersionsV0,
  apiVersionsV2,
  apiVersionsV3,
  type Connection,
  ResponseError,
} from '@platformatic/kafka';
import {type Api, metadata, type Version} from './apis.ts';

/** Which versions of each request a broker knows, by the request's key. */
export type Ranges = ReadonlyMap<number, {readonly min: number; readonly max: number}>;

/** Metadata 7 came with Kafka 2.1, as did the oldest versions of all others that we speak. */
const oldestMetadata = 7;

export const isTooOld = (ranges: Ranges): boolean => (ranges.get(metadata.key)?.max ?? 0) < oldestMetadata;

const softwareName = 'kafka-lab';
const softwareVersion = '1';

/** The newest version that both sides know. */
export const pick = <Args extends unknown[], Answer>(
  api: Api<Args, Answer>,
  ranges: Ranges,
): Version<Args, Answer> | undefined => {
  const range = ranges.get(api.key);
  return range && api.versions.find(({version}) => version >= range.min && version <= range.max);
};

const unsupportedVersion = 35;

const isUnsupported = (error: unknown): boolean =>
  error instanceof ResponseError && Reflect.get(error.response, 'errorCode') === unsupportedVersion;

/** Asks a broker by ApiVersions, which every broker answers, in the newest version that it takes. */
export const askRanges = async (connection: Connection): Promise<Ranges> => {
  const answer = await apiVersionsV3.api
    .async(connection, softwareName, softwareVersion)
    .catch((error: unknown) => {
      if (!isUnsupported(error)) throw error;
      return apiVersionsV2.api.async(connection, softwareName, softwareVersion);
    })
    .catch((error: unknown) => {
      if (!isUnsupported(error)) throw error;
      return apiVersionsV0.api.async(connection, softwareName, softwareVersion);
    });
  return new Map(
    answer.apiKeys.map(({apiKey, minVersion, maxVersion}) => [apiKey, {min: minVersion, max: maxVersion}]),
  );
};
