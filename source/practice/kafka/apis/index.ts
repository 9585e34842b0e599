import type {Api} from '../api.ts';
import {listOffsets} from './02-list-offsets.ts';
import {metadata} from './03-metadata.ts';
import {offsetFetch} from './09-offset-fetch.ts';
import {describeGroups} from './15-describe-groups.ts';
import {listGroups} from './16-list-groups.ts';
import {apiVersions} from './18-api-versions.ts';

/** Every API that the practice brokers have. A new one is a file and a line here. */
export const apis: readonly Api[] = [
  listOffsets,
  metadata,
  offsetFetch,
  describeGroups,
  listGroups,
  apiVersions,
];
