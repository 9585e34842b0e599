import {readFile} from 'node:fs/promises';
import {failureOf, UserError} from '../../errors.ts';
import {parseProperties} from './properties-text.ts';
import type {Sasl, Security} from './security.ts';
import {tlsFrom} from './tls.ts';

/** What a `client.properties` says about security, and the names of the entries that mean nothing here. */
export interface ClientProperties {
  readonly security: Security;
  readonly ignored: readonly string[];
}

const protocols: Readonly<Record<string, {readonly hasTls: boolean; readonly hasSasl: boolean}>> = {
  PLAINTEXT: {hasTls: false, hasSasl: false},
  SSL: {hasTls: true, hasSasl: false},
  SASL_PLAINTEXT: {hasTls: false, hasSasl: true},
  SASL_SSL: {hasTls: true, hasSasl: true},
};

/** Entries about security that are understood; any other of that kind is refused rather than passed over. */
const understood: ReadonlySet<string> = new Set([
  'security.protocol',
  'sasl.mechanism',
  'sasl.jaas.config',
  'ssl.endpoint.identification.algorithm',
  'ssl.enabled.protocols',
  'ssl.protocol',
  'ssl.key.password',
  'ssl.truststore.type',
  'ssl.truststore.location',
  'ssl.truststore.password',
  'ssl.truststore.certificates',
  'ssl.keystore.type',
  'ssl.keystore.location',
  'ssl.keystore.password',
  'ssl.keystore.key',
  'ssl.keystore.certificate.chain',
]);

const isAboutSecurity = (key: string): boolean => /^(security|ssl|sasl)\./.test(key);

const option = (jaas: string, name: string): string | undefined => {
  const quoted = new RegExp(`\\b${name}\\s*=\\s*"((?:\\\\.|[^"\\\\])*)"`).exec(jaas)?.[1];
  if (quoted !== undefined) return quoted.replace(/\\(.)/g, '$1');
  return new RegExp(`\\b${name}\\s*=\\s*([^\\s;"]+)`).exec(jaas)?.[1];
};

const saslFrom = (entries: ReadonlyMap<string, string>): Sasl => {
  const mechanism = entries.get('sasl.mechanism') ?? 'GSSAPI';
  if (mechanism !== 'PLAIN' && mechanism !== 'SCRAM-SHA-256' && mechanism !== 'SCRAM-SHA-512')
    throw new UserError(
      `sasl.mechanism=${mechanism} is not supported.`,
      'PLAIN, SCRAM-SHA-256 and SCRAM-SHA-512 are.',
    );
  const jaas = entries.get('sasl.jaas.config') ?? '';
  const username = option(jaas, 'username');
  const password = option(jaas, 'password');
  if (username === undefined || password === undefined)
    throw new UserError(
      'sasl.jaas.config holds no username and password.',
      'It looks like: org.apache.kafka.common.security.plain.PlainLoginModule required username="…" password="…";',
    );
  return {mechanism, username, password};
};

/** Reads the text of a `client.properties`. Throws a UserError that names the entry; no value is ever repeated. */
export const securityFrom = async (text: string): Promise<ClientProperties> => {
  const entries = parseProperties(text);
  const unsupported = [...entries.keys()].filter(key => isAboutSecurity(key) && !understood.has(key));
  if (unsupported.length > 0)
    throw new UserError(
      `${unsupported.join(', ')}: not supported.`,
      'Take it out of the file, if the cluster can do without.',
    );
  const name = entries.get('security.protocol') ?? 'PLAINTEXT';
  const protocol = protocols[name.toUpperCase()];
  if (!protocol)
    throw new UserError(
      'security.protocol has an unknown value.',
      `It is one of ${Object.keys(protocols).join(', ')}.`,
    );
  return {
    security: {
      tls: protocol.hasTls ? await tlsFrom(entries) : null,
      sasl: protocol.hasSasl ? saslFrom(entries) : null,
    },
    ignored: [...entries.keys()].filter(key => !isAboutSecurity(key)),
  };
};

/** Reads a `client.properties` file, as Kafka's own tools take it by `--command-config`. */
export const readClientProperties = async (path: string): Promise<ClientProperties> => {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    throw new UserError(failureOf(error, path).sentence, 'Name a client.properties file that can be read.', {
      cause: error,
    });
  }
  try {
    return await securityFrom(text);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(`${path}: ${error.message}`, error.next, {cause: error});
  }
};

/** Only what the file says about security. */
export const readSecurity = async (path: string): Promise<Security> =>
  (await readClientProperties(path)).security;
