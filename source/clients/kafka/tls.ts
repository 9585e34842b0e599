import {readFile} from 'node:fs/promises';
import {createSecureContext, type ConnectionOptions as TlsOptions} from 'node:tls';
import {failureOf, UserError} from '../../errors.ts';

type Entries = ReadonlyMap<string, string>;
type Store = 'truststore' | 'keystore';

const javaKeyStoreMagic = 0xfeedfeed;
const derSequence = 0x30;

const readStore = async (path: string, entry: string): Promise<Buffer> => {
  try {
    return await readFile(path);
  } catch (error) {
    throw new UserError(`${entry}: ${failureOf(error, path).sentence}`, '', {cause: error});
  }
};

/** What the bytes are, whatever `ssl.*.type` says: Java's default type is JKS even where the file is PEM. */
const kindOf = (bytes: Buffer): 'PEM' | 'JKS' | 'PKCS12' => {
  if (bytes.length >= 4 && bytes.readUInt32BE(0) === javaKeyStoreMagic) return 'JKS';
  return bytes[0] === derSequence ? 'PKCS12' : 'PEM';
};

const unreadable = (store: Store, kind: string, path: string): UserError =>
  new UserError(
    `ssl.${store}.location: ${path} is a ${kind} store, which is not read here.`,
    store === 'truststore'
      ? `Export its certificates: keytool -exportcert -rfc -keystore ${path} -alias NAME > ca.pem; then ssl.${store}.type=PEM.`
      : `Convert it: keytool -importkeystore -srckeystore ${path} -destkeystore client.p12 -deststoretype PKCS12.`,
  );

const trustFrom = async (entries: Entries): Promise<TlsOptions> => {
  const certificates = entries.get('ssl.truststore.certificates');
  if (certificates !== undefined) return {ca: certificates};
  const path = entries.get('ssl.truststore.location');
  if (path === undefined) return {};
  const bytes = await readStore(path, 'ssl.truststore.location');
  const kind = kindOf(bytes);
  // Node takes certificates of a PKCS12 store only along with a private key, which a trust store has not.
  if (kind !== 'PEM') throw unreadable('truststore', kind, path);
  return {ca: bytes};
};

const keyFrom = async (entries: Entries): Promise<TlsOptions> => {
  const key = entries.get('ssl.keystore.key');
  const chain = entries.get('ssl.keystore.certificate.chain');
  const passphrase = entries.get('ssl.key.password') ?? entries.get('ssl.keystore.password');
  const secret = passphrase === undefined ? {} : {passphrase};
  if (key !== undefined && chain !== undefined) return {key, cert: chain, ...secret};
  const path = entries.get('ssl.keystore.location');
  if (path === undefined) return {};
  const bytes = await readStore(path, 'ssl.keystore.location');
  const kind = kindOf(bytes);
  if (kind === 'JKS') throw unreadable('keystore', kind, path);
  return kind === 'PKCS12' ? {pfx: bytes, ...secret} : {key: bytes, cert: bytes, ...secret};
};

const versions = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'] as const;

const versionsFrom = (entries: Entries): TlsOptions => {
  const text = entries.get('ssl.enabled.protocols') ?? entries.get('ssl.protocol');
  if (text === undefined) return {};
  const wanted = new Set(text.split(',').map(each => each.trim()));
  const [lowest] = versions.filter(version => wanted.has(version));
  const highest = versions.findLast(version => wanted.has(version));
  return lowest && highest ? {minVersion: lowest, maxVersion: highest} : {};
};

/** The `ssl.*` entries as options of a TLS connection. Throws a UserError that names the entry which cannot be used. */
export const tlsFrom = async (entries: Entries): Promise<TlsOptions> => {
  const isNameUnchecked = entries.get('ssl.endpoint.identification.algorithm') === '';
  const options: TlsOptions = {
    ...(await trustFrom(entries)),
    ...(await keyFrom(entries)),
    ...versionsFrom(entries),
    ...(isNameUnchecked ? {checkServerIdentity: () => undefined} : {}),
  };
  try {
    createSecureContext(options);
  } catch (error) {
    throw new UserError(
      'The key or the certificates of ssl.keystore or ssl.truststore cannot be used.',
      'Look at the files, and at ssl.key.password or ssl.keystore.password.',
      {cause: error},
    );
  }
  return options;
};
