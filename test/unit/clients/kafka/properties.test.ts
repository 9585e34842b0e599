import assert from 'node:assert/strict';
import {test} from 'node:test';
import {readSecurity, securityFrom} from '../../../../source/clients/kafka/properties.ts';
import {parseProperties} from '../../../../source/clients/kafka/properties-text.ts';
import {UserError} from '../../../../source/errors.ts';

const login =
  'org.apache.kafka.common.security.plain.PlainLoginModule required username="ann" password="s3;\\"c";';

const refusal = async (asked: Promise<unknown>): Promise<UserError> => {
  try {
    await asked;
  } catch (error) {
    assert.ok(error instanceof UserError);
    return error;
  }
  return assert.fail('it should have been refused');
};

test('the text form of Java properties is read as Java reads it', () => {
  const text = [
    '# a comment',
    '  ! another',
    'plain=value',
    '  indented : with blanks  ',
    'no value',
    'long = first, \\',
    '       second',
    'escaped\\ key\\==a\\tb\\u0041\\\\',
    'twice=1',
    'twice=2',
    'empty=',
  ].join('\r\n');
  assert.deepEqual(Object.fromEntries(parseProperties(text)), {
    plain: 'value',
    indented: 'with blanks',
    no: 'value',
    long: 'first, second',
    'escaped key=': 'a\tbA\\',
    twice: '2',
    empty: '',
  });
});

test('a file without security is plaintext, and says what means nothing here', async () => {
  const {security, ignored} = await securityFrom('bootstrap.servers=a:1\ngroup.id=x');
  assert.deepEqual(security, {tls: null, sasl: null});
  assert.deepEqual(ignored, ['bootstrap.servers', 'group.id']);
});

test('SASL with user name and password, quoted as JAAS quotes', async () => {
  const text = `security.protocol=SASL_PLAINTEXT\nsasl.mechanism=SCRAM-SHA-512\nsasl.jaas.config=${login.replaceAll('\\', '\\\\')}`;
  const {security} = await securityFrom(text);
  assert.deepEqual(security, {
    tls: null,
    sasl: {mechanism: 'SCRAM-SHA-512', username: 'ann', password: 's3;"c'},
  });
});

test('TLS takes PEM certificates from the text, and may leave the name unchecked', async () => {
  const {security} = await securityFrom('security.protocol=SSL\nssl.endpoint.identification.algorithm=');
  assert.equal(security.tls?.checkServerIdentity?.('host', Object.create(null)), undefined);
  const checked = await securityFrom('security.protocol=SSL\nssl.enabled.protocols=TLSv1.3,TLSv1.2');
  assert.deepEqual(checked.security.tls, {minVersion: 'TLSv1.2', maxVersion: 'TLSv1.3'});
});

test('an entry about security that is not understood is refused by name', async () => {
  const error = await refusal(
    securityFrom('security.protocol=SASL_SSL\nsasl.oauthbearer.token.endpoint.url=x'),
  );
  assert.match(error.message, /sasl\.oauthbearer\.token\.endpoint\.url/);
});

test('mechanisms and protocols that are not there are refused', async () => {
  assert.match(
    (await refusal(securityFrom('security.protocol=SASL_SSL\nsasl.mechanism=GSSAPI'))).message,
    /GSSAPI/,
  );
  assert.match((await refusal(securityFrom('security.protocol=KERBEROS'))).message, /security\.protocol/);
});

test('a password is never repeated', async () => {
  const text =
    'security.protocol=SASL_PLAINTEXT\nsasl.mechanism=PLAIN\nsasl.jaas.config=Module required pass="hunter2";';
  const error = await refusal(securityFrom(text));
  assert.doesNotMatch(`${error.message} ${error.next}`, /hunter2/);
});

test('a file that cannot be read is named', async () => {
  const error = await refusal(readSecurity('/nowhere/client.properties'));
  assert.equal(error.message, '/nowhere/client.properties does not exist.');
});
