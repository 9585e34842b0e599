import assert from 'node:assert/strict';
import {test} from 'node:test';
import {mask, maskSetting, maskText} from '../../../source/clients/mask.ts';

test('a setting whose name is a secret’s is masked', () => {
  for (const name of [
    'POSTGRES_PASSWORD',
    'database.password',
    'AWS_SECRET_ACCESS_KEY',
    'GITHUB_TOKEN',
    'API_KEY',
    'KAFKA_SASL_JAAS_CONFIG',
    'sasl.jaas.config',
    'ssl.keystore.password',
    'KAFKA_SSL_KEY_CREDENTIALS',
    'PRIVATE_KEY',
  ])
    assert.equal(maskSetting(name, 'geheim'), mask, name);
});

test('a setting that only sounds like one is not', () => {
  for (const name of [
    'KEY_CONVERTER',
    'key.converter.schemas.enable',
    'ssl.keystore.location',
    'KAFKA_SSL_KEYSTORE_TYPE',
    'key.serializer',
    'message.key.columns',
    'KAFKA_HEAP_OPTS',
  ])
    assert.equal(maskSetting(name, 'plain'), 'plain', name);
});

test('a password inside a longer value is masked', () => {
  assert.equal(maskText('jdbc:postgresql://u:geheim@h/db'), `jdbc:postgresql://u:${mask}@h/db`);
  assert.equal(
    maskText('-Djavax.net.ssl.keyStorePassword=geheim -Xmx1g'),
    `-Djavax.net.ssl.keyStorePassword=${mask} -Xmx1g`,
  );
  assert.equal(maskText('username="u" password="ge heim";'), `username="u" password=${mask};`);
  assert.equal(maskText('nothing to hide'), 'nothing to hide');
});
