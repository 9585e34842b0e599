import type {Failure, Why} from './model/reading.ts';

/** An error that the user can do something about: one sentence, and the next step as a second. */
export class UserError extends Error {
  readonly next: string;

  constructor(message: string, next = '', options?: ErrorOptions) {
    super(message, options);
    this.name = 'UserError';
    this.next = next;
  }
}

/** A value that no cluster could take: what was written is wrong, and not what it was asked of. */
export class ValueError extends UserError {}

/** What an error says to a user: the sentence, and the next step where it has one. */
export const sentenceOf = (error: unknown): string => {
  if (error instanceof UserError) return `${error.message} ${error.next}`.trim();
  return error instanceof Error ? error.message : String(error);
};

type Known = readonly [Why, (where: string) => string];

const byCode: Readonly<Record<string, Known>> = {
  ECONNREFUSED: ['unreachable', where => `${where} refuses the connection: nothing listens there.`],
  ENOTFOUND: ['unreachable', where => `The name in ${where} does not resolve from here.`],
  EAI_AGAIN: ['unreachable', where => `No name server answered for ${where}.`],
  ETIMEDOUT: ['timed-out', where => `${where} did not answer in time.`],
  ECONNRESET: ['unreachable', where => `${where} closed the connection.`],
  EPIPE: ['unreachable', where => `${where} closed the connection.`],
  EHOSTUNREACH: ['unreachable', where => `There is no route to ${where}.`],
  ENETUNREACH: ['unreachable', where => `There is no network on the way to ${where}.`],
  EACCES: ['not-authorised', where => `There is no permission to use ${where}.`],
  EPERM: ['not-authorised', where => `There is no permission to use ${where}.`],
  ENOENT: ['unreachable', where => `${where} does not exist.`],
  ENOTSOCK: ['unreachable', where => `${where} is not a socket.`],
  ABORT_ERR: ['timed-out', where => `${where} did not answer in time.`],
  EPROTO: ['unreachable', where => `${where} does not speak TLS as it is asked to.`],
  ERR_SSL_WRONG_VERSION_NUMBER: ['unreachable', where => `${where} does not speak TLS.`],
  ERR_SSL_PACKET_LENGTH_TOO_LONG: ['unreachable', where => `${where} does not speak TLS.`],
  ERR_TLS_CERT_ALTNAME_INVALID: [
    'unreachable',
    where => `The certificate of ${where} is for another host name.`,
  ],
  CERT_HAS_EXPIRED: ['unreachable', where => `The certificate of ${where} has expired.`],
  DEPTH_ZERO_SELF_SIGNED_CERT: ['unreachable', where => `The certificate of ${where} is not trusted.`],
  SELF_SIGNED_CERT_IN_CHAIN: ['unreachable', where => `The certificate of ${where} is not trusted.`],
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: ['unreachable', where => `The certificate of ${where} is not trusted.`],
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: ['unreachable', where => `The certificate of ${where} is not trusted.`],
  UNABLE_TO_GET_ISSUER_CERT: ['unreachable', where => `The certificate of ${where} is not trusted.`],
};

const property = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;

/** The system's code of an error (`ECONNREFUSED`), looked for in its causes and its parts too. */
export const codeOf = (error: unknown): string | undefined => {
  const code = property(error, 'code');
  if (typeof code === 'string' && code in byCode) return code;
  const parts = property(error, 'errors');
  for (const part of Array.isArray(parts) ? parts : []) {
    const found = codeOf(part);
    if (found) return found;
  }
  const cause = property(error, 'cause');
  return cause === undefined ? undefined : codeOf(cause);
};

/**
 * Any error of a network, file or TLS call as a failure. `where` names what was asked: `kafka1 (localhost:29092)`,
 * `/var/run/docker.sock`. An unknown error keeps its own words.
 */
export const failureOf = (error: unknown, where: string): Failure => {
  const code = codeOf(error);
  const known = code === undefined ? undefined : byCode[code];
  if (known) return {why: known[0], sentence: known[1](where)};
  const name = property(error, 'name');
  if (name === 'TimeoutError' || name === 'AbortError')
    return {why: 'timed-out', sentence: `${where} did not answer in time.`};
  const message = error instanceof Error ? error.message : String(error);
  return {why: 'unreachable', sentence: `${where}: ${message.replace(/\.*$/, '.')}`};
};

type KafkaCode = readonly [name: string, why: Why, says: string];

/** Kafka's error codes that a client meets, with what they mean for who asked. */
const kafkaCodes: Readonly<Record<number, KafkaCode>> = {
  [-1]: ['UNKNOWN_SERVER_ERROR', 'not-read', 'the broker failed for a reason that only its log tells'],
  1: ['OFFSET_OUT_OF_RANGE', 'not-read', 'the log has no such offset'],
  2: ['CORRUPT_MESSAGE', 'not-read', 'the record batch is damaged'],
  3: ['UNKNOWN_TOPIC_OR_PARTITION', 'not-read', 'this broker knows no such topic or partition'],
  5: ['LEADER_NOT_AVAILABLE', 'unreachable', 'no leader is elected'],
  6: ['NOT_LEADER_OR_FOLLOWER', 'not-read', 'leadership has moved to another broker'],
  7: ['REQUEST_TIMED_OUT', 'timed-out', 'the broker gave up waiting, for example for its followers'],
  9: ['REPLICA_NOT_AVAILABLE', 'unreachable', 'the replica is not available'],
  10: ['MESSAGE_TOO_LARGE', 'not-supported', 'the record is larger than the topic allows'],
  13: ['NETWORK_EXCEPTION', 'unreachable', 'the connection broke'],
  14: ['COORDINATOR_LOAD_IN_PROGRESS', 'not-read', 'the coordinator is still loading its groups'],
  15: ['COORDINATOR_NOT_AVAILABLE', 'unreachable', 'no coordinator is available'],
  16: ['NOT_COORDINATOR', 'not-read', 'the group has moved to another coordinator'],
  17: ['INVALID_TOPIC_EXCEPTION', 'not-supported', 'the topic name is not allowed'],
  18: ['RECORD_LIST_TOO_LARGE', 'not-supported', 'the batch is larger than a segment'],
  19: ['NOT_ENOUGH_REPLICAS', 'unreachable', 'fewer replicas are in sync than min.insync.replicas asks for'],
  20: [
    'NOT_ENOUGH_REPLICAS_AFTER_APPEND',
    'unreachable',
    'stored by fewer in-sync replicas than min.insync.replicas asks for',
  ],
  21: ['INVALID_REQUIRED_ACKS', 'not-supported', 'this number of acknowledgements does not exist'],
  22: ['ILLEGAL_GENERATION', 'not-read', 'the members of the group have shared the partitions out anew'],
  25: ['UNKNOWN_MEMBER_ID', 'not-supported', 'only members of the group may, and this is none of them'],
  27: ['REBALANCE_IN_PROGRESS', 'not-read', 'the members of the group are sharing the partitions out anew'],
  29: ['TOPIC_AUTHORIZATION_FAILED', 'not-authorised', 'this user may not use the topic'],
  30: ['GROUP_AUTHORIZATION_FAILED', 'not-authorised', 'this user may not see the group'],
  31: ['CLUSTER_AUTHORIZATION_FAILED', 'not-authorised', 'this user may not do this on the cluster'],
  33: ['UNSUPPORTED_SASL_MECHANISM', 'not-supported', 'the broker does not offer this SASL mechanism'],
  34: ['ILLEGAL_SASL_STATE', 'not-authorised', 'the broker expected another step of the SASL login'],
  35: ['UNSUPPORTED_VERSION', 'not-supported', 'the broker does not know this version of the request'],
  36: ['TOPIC_ALREADY_EXISTS', 'not-supported', 'there is such a topic already'],
  37: ['INVALID_PARTITIONS', 'not-supported', 'this number of partitions is not possible'],
  38: ['INVALID_REPLICATION_FACTOR', 'not-supported', 'there are fewer brokers than replicas asked for'],
  39: ['INVALID_REPLICA_ASSIGNMENT', 'not-supported', 'these brokers cannot hold the replicas'],
  40: ['INVALID_CONFIG', 'not-supported', 'the setting or its value is not allowed'],
  41: ['NOT_CONTROLLER', 'not-read', 'the controller has moved to another node'],
  42: ['INVALID_REQUEST', 'not-supported', 'the broker does not accept the request'],
  43: ['UNSUPPORTED_FOR_MESSAGE_FORMAT', 'not-supported', 'the message format of the topic is too old'],
  44: ['POLICY_VIOLATION', 'not-authorised', 'a policy of the cluster forbids it'],
  45: ['OUT_OF_ORDER_SEQUENCE_NUMBER', 'not-read', 'a batch before this one is missing'],
  46: ['DUPLICATE_SEQUENCE_NUMBER', 'not-read', 'the batch was stored before'],
  47: ['INVALID_PRODUCER_EPOCH', 'not-read', 'a newer producer has taken this one over'],
  54: ['SECURITY_DISABLED', 'not-supported', 'the broker has no authorizer'],
  56: ['KAFKA_STORAGE_ERROR', 'unreachable', 'the disk of the replica has failed'],
  58: ['SASL_AUTHENTICATION_FAILED', 'not-authorised', 'the user name or the password is wrong'],
  59: ['UNKNOWN_PRODUCER_ID', 'not-read', 'the broker no longer knows this producer'],
  60: ['REASSIGNMENT_IN_PROGRESS', 'not-supported', 'a reassignment is under way already'],
  68: ['NON_EMPTY_GROUP', 'not-supported', 'the group has members'],
  69: ['GROUP_ID_NOT_FOUND', 'not-read', 'there is no such group'],
  73: ['TOPIC_DELETION_DISABLED', 'not-authorised', 'the brokers are set to delete no topic'],
  74: ['FENCED_LEADER_EPOCH', 'not-read', 'leadership has moved since'],
  75: ['UNKNOWN_LEADER_EPOCH', 'not-read', 'the broker has not heard of the newest leader yet'],
  76: ['UNSUPPORTED_COMPRESSION_TYPE', 'not-supported', 'the broker does not know this compression'],
  78: ['OFFSET_NOT_AVAILABLE', 'not-read', 'the new leader does not know its high watermark yet'],
  80: ['PREFERRED_LEADER_NOT_AVAILABLE', 'unreachable', 'the preferred leader is not there, or not in sync'],
  83: ['ELIGIBLE_LEADERS_NOT_AVAILABLE', 'unreachable', 'no replica may be elected'],
  84: ['ELECTION_NOT_NEEDED', 'not-supported', 'the leader is the one that is wanted already'],
  85: ['NO_REASSIGNMENT_IN_PROGRESS', 'not-supported', 'nothing is being reassigned'],
  86: ['GROUP_SUBSCRIBED_TO_TOPIC', 'not-supported', 'a member of the group reads the topic'],
  87: ['INVALID_RECORD', 'not-supported', 'the broker refuses the record, for example for lack of a key'],
  88: ['UNSTABLE_OFFSET_COMMIT', 'not-read', 'a transaction has still to decide on the offset'],
  89: ['THROTTLING_QUOTA_EXCEEDED', 'not-read', 'a quota of the broker is used up'],
  90: ['PRODUCER_FENCED', 'not-read', 'a newer producer has taken this one over'],
  100: ['UNKNOWN_TOPIC_ID', 'not-read', 'the topic was deleted and made again'],
};

/** Kafka's name of an error code; the number where it is none of those that a client meets. */
export const kafkaErrorName = (code: number): string => kafkaCodes[code]?.[0] ?? `ERROR_${code}`;

/** An error code of an answer as a failure. `subject` is what was asked for: `orders-0`, `group billing`. */
export const kafkaFailure = (code: number, subject: string): Failure => {
  const [name, why, says] = kafkaCodes[code] ?? [`error ${code}`, 'not-read', 'the broker refuses'];
  return {why, sentence: `${subject}: ${says} (${name}).`};
};
