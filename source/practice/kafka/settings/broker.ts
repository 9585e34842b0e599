import {logSettings} from './broker-log.ts';
import {securitySettings} from './broker-security.ts';
import {serverSettings} from './broker-server.ts';
import {long, type Setting} from './setting.ts';

/** Limits for replication that exist only while they are set. */
export const quotaSettings: readonly Setting[] = [
  long('follower.replication.throttled.rate'),
  long('leader.replication.throttled.rate'),
  long('replica.alter.log.dirs.io.max.bytes.per.second'),
];

/** All settings of a broker. */
export const brokerSettings: readonly Setting[] = [...serverSettings, ...logSettings, ...securitySettings];
