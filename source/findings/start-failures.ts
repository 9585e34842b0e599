import type {Container} from '../model/container.ts';
import {isUnknown} from '../model/reading.ts';

/** A start-up failure that is known by its log, with its cause and what cures it. */
export interface StartFailure {
  readonly id: string;
  readonly pattern: RegExp;
  readonly cause: string;
  readonly cure: string;
}

/** In the order in which they are looked for: the more particular first. */
const failures: readonly StartFailure[] = [
  {
    id: 'node-exists',
    pattern: /NodeExists|node already exists and owner/,
    cause: 'it was started again before ZooKeeper had ended the session of its last run',
    cure: 'wait until 18 s have passed since it ended, then start it again',
  },
  {
    id: 'cluster-id',
    pattern: /InconsistentClusterId|Invalid cluster\.id in|doesn't match stored clusterId/,
    cause:
      'what it has stored belongs to another cluster: ZooKeeper or the controller has lost its data, and the broker has kept its own',
    cure: 'take the lab down with its volumes, then bring it up again',
  },
  {
    id: 'process-roles',
    pattern: /KAFKA_PROCESS_ROLES is (?:not set|required)/,
    cause: 'its image knows only KRaft, and its environment is one for ZooKeeper',
    cure: 'pin the image to 7.9.x, or bring the KRaft lab up',
  },
  {
    id: 'zookeeper-wait',
    pattern:
      /zk-ready|Timed out waiting for connection while in state: CONNECTING|ZooKeeperClientTimeoutException/,
    cause: 'no ZooKeeper answered while it waited for one',
    cure: 'start ZooKeeper, then the broker',
  },
  {
    id: 'heap',
    pattern: /OutOfMemoryError|insufficient memory for the Java Runtime|Could not reserve enough space/,
    cause: 'its heap is too small: the log cleaner of a broker alone takes 128 MiB',
    cure: 'give it at least -Xmx256m in KAFKA_HEAP_OPTS',
  },
  {
    id: 'environment',
    pattern: /\b[A-Z][A-Z_]+ is required\.?/,
    cause: 'a setting that its image needs is missing',
    cure: 'set the variable that its last log line names',
  },
];

/** Ends by a signal: somebody stopped or killed it, whatever its log says of the time before. */
const bySignal: readonly number[] = [130, 137, 143];

/** Why a container that ended could not start, where its exit code and last log lines tell. */
export const startFailureOf = ({exitCode, lastLog}: Container): StartFailure | undefined => {
  if (exitCode === null || exitCode === 0 || bySignal.includes(exitCode) || isUnknown(lastLog))
    return undefined;
  return failures.find(({pattern}) => lastLog.some(line => pattern.test(line)));
};
