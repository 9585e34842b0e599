import {chmod, mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {inContainer, run, until} from '../support.ts';

const container = 'kafka-lab-secure';
const localhost = 'DNS:localhost,IP:127.0.0.1';

/** Certificates of one authority, as PEM files in a folder. */
const makeCertificates = async (folder: string): Promise<void> => {
  const file = (name: string): string => path.join(folder, name);
  const openssl = (...args: readonly string[]): Promise<string> => run(['openssl', ...args]);
  const key = ['-newkey', 'rsa:2048', '-nodes'];
  await openssl(
    ...['req', '-x509', ...key, '-days', '2', '-subj', '/CN=kafka-lab test authority'],
    ...['-keyout', file('ca.key'), '-out', file('ca.pem')],
  );
  await writeFile(file('names'), `subjectAltName=${localhost}\n`);
  for (const name of ['broker', 'client']) {
    const [secret, request, certificate] = [file(`${name}.key`), file(`${name}.csr`), file(`${name}.crt`)];
    await openssl('req', ...key, '-subj', `/CN=${name}`, '-keyout', secret, '-out', request);
    await openssl(
      ...['x509', '-req', '-days', '2', '-in', request, '-out', certificate, '-extfile', file('names')],
      ...['-CA', file('ca.pem'), '-CAkey', file('ca.key'), '-CAcreateserial'],
    );
    const pem = `${await readFile(secret, 'utf8')}${await readFile(certificate, 'utf8')}`;
    await writeFile(file(`${name}.pem`), pem);
  }
};

const plain = 'org.apache.kafka.common.security.plain.PlainLoginModule';
const scram = 'org.apache.kafka.common.security.scram.ScramLoginModule';

/** Who may log in, with PLAIN and with SCRAM. */
export const user = 'alice';
export const password = 'a "quoted" pass\\word';
const quoted = (text: string): string => text.replace(/[\\"]/g, '\\$&');
/** As a value in a Java properties file, where a backslash is one only when it is doubled. */
const inProperties = (text: string): string => text.replaceAll('\\', '\\\\');

/** A line for `sasl.jaas.config`. */
export const jaas = (mechanism: string, secret: string): string =>
  inProperties(
    `${mechanism === 'PLAIN' ? plain : scram} required username="${user}" password="${quoted(secret)}";`,
  );

const ports = {login: 19_092, secureLogin: 19_093, tls: 19_094};

const environment: Readonly<Record<string, string>> = {
  CLUSTER_ID: 'a2Fma2EtbGFiLXNlY3VyZQ',
  KAFKA_NODE_ID: '1',
  KAFKA_PROCESS_ROLES: 'broker,controller',
  KAFKA_CONTROLLER_QUORUM_VOTERS: '1@localhost:9093',
  KAFKA_CONTROLLER_LISTENER_NAMES: 'CONTROLLER',
  KAFKA_LISTENERS: `CONTROLLER://127.0.0.1:9093,PLAINTEXT://127.0.0.1:9092,LOGIN://0.0.0.0:${ports.login},SECURE://0.0.0.0:${ports.secureLogin},TLS://0.0.0.0:${ports.tls}`,
  KAFKA_ADVERTISED_LISTENERS: `PLAINTEXT://localhost:9092,LOGIN://localhost:${ports.login},SECURE://localhost:${ports.secureLogin},TLS://localhost:${ports.tls}`,
  KAFKA_LISTENER_SECURITY_PROTOCOL_MAP:
    'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,LOGIN:SASL_PLAINTEXT,SECURE:SASL_SSL,TLS:SSL',
  KAFKA_INTER_BROKER_LISTENER_NAME: 'PLAINTEXT',
  KAFKA_SASL_ENABLED_MECHANISMS: 'PLAIN,SCRAM-SHA-256,SCRAM-SHA-512',
  ...Object.fromEntries(
    ['LOGIN', 'SECURE'].flatMap(listener => [
      [
        `KAFKA_LISTENER_NAME_${listener}_PLAIN_SASL_JAAS_CONFIG`,
        inProperties(`${plain} required user_${user}="${quoted(password)}";`),
      ],
      [`KAFKA_LISTENER_NAME_${listener}_SCRAM___SHA___256_SASL_JAAS_CONFIG`, `${scram} required;`],
      [`KAFKA_LISTENER_NAME_${listener}_SCRAM___SHA___512_SASL_JAAS_CONFIG`, `${scram} required;`],
    ]),
  ),
  KAFKA_SSL_KEYSTORE_TYPE: 'PEM',
  KAFKA_SSL_KEYSTORE_LOCATION: '/tmp/certificates/broker.pem',
  KAFKA_SSL_TRUSTSTORE_TYPE: 'PEM',
  KAFKA_SSL_TRUSTSTORE_LOCATION: '/tmp/certificates/ca.pem',
  // Who comes by TLS alone has to show a certificate.
  KAFKA_LISTENER_NAME_TLS_SSL_CLIENT_AUTH: 'required',
  KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: '1',
  KAFKA_DEFAULT_REPLICATION_FACTOR: '1',
  KAFKA_HEAP_OPTS: '-Xms128m -Xmx256m',
};

export interface SecureBroker {
  /** `host:port` of the listener that asks for a login, of the one with a login over TLS, and of TLS alone. */
  readonly login: string;
  readonly secureLogin: string;
  readonly tls: string;
  /** The folder of `ca.pem` and `client.pem`. */
  readonly folder: string;
  /** Writes a `client.properties` and gives its path. */
  properties(name: string, lines: readonly string[]): Promise<string>;
  remove(): Promise<void>;
}

/** The image of the KRaft lab's brokers, as the offline lab names it. */
const image = async (): Promise<string> => {
  const file = new URL('../../../docker/offline/.env', import.meta.url);
  const found = /^KAFKA4_IMAGE=(.+)$/m.exec(await readFile(file, 'utf8'));
  if (!found?.[1]) throw new Error('docker/offline/.env names no KAFKA4_IMAGE');
  return found[1];
};

/** A broker of its own, which is its own controller, with listeners for SASL and TLS on this machine only. */
export const startSecureBroker = async (): Promise<SecureBroker> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'kafka-lab-secure-'));
  const remove = async (): Promise<void> => {
    await run(['docker', 'rm', '-fv', container]).catch(() => {});
    await rm(folder, {recursive: true, force: true});
  };
  try {
    await makeCertificates(folder);
    // The broker does not run as the user who makes the files.
    for (const name of ['broker.pem', 'ca.pem']) await chmod(path.join(folder, name), 0o644);
    await chmod(folder, 0o755);
    await run(['docker', 'rm', '-fv', container]).catch(() => {});
    await run([
      ...['docker', 'create', '--name', container],
      ...Object.values(ports).flatMap(port => ['-p', `127.0.0.1:${port}:${port}`]),
      ...Object.entries(environment).flatMap(([name, value]) => ['-e', `${name}=${value}`]),
      await image(),
    ]);
    await run(['docker', 'cp', folder, `${container}:/tmp/certificates`]);
    await run(['docker', 'start', container]);
    const tool = (name: string, ...args: readonly string[]): Promise<string> =>
      inContainer(container, `kafka-${name}`, '--bootstrap-server', 'localhost:9092', ...args);
    await until(
      'the broker answers inside its container',
      () => tool('topics', '--list'),
      () => true,
      60_000,
    );
    // Kafka takes one credential of a user in a request.
    for (const mechanism of ['SCRAM-SHA-256', 'SCRAM-SHA-512'])
      await tool(
        ...(['configs', '--alter', '--entity-type', 'users', '--entity-name', user] as const),
        ...['--add-config', `${mechanism}=[password=${password}]`],
      );
    await tool('topics', '--create', '--topic', 'guarded', '--partitions', '2');
    return {
      login: `localhost:${ports.login}`,
      secureLogin: `localhost:${ports.secureLogin}`,
      tls: `localhost:${ports.tls}`,
      folder,
      async properties(name, lines) {
        const file = path.join(folder, `${name}.properties`);
        await writeFile(file, `${lines.join('\n')}\n`, {mode: 0o600});
        return file;
      },
      remove,
    };
  } catch (error) {
    const log = await run(['docker', 'logs', '--tail', '20', container]).catch(String);
    await remove();
    throw new Error(`the secure broker did not start; its log ends with\n${log}`, {cause: error});
  }
};
