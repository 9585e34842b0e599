import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {kafkaLab} from '../support/json.ts';
import {jaas, password, type SecureBroker, startSecureBroker} from '../support/secure-broker.ts';

let broker: SecureBroker;
before(async () => {
  broker = await startSecureBroker();
});
after(() => broker?.remove());

const status = (bootstrap: string, file: string) =>
  kafkaLab(['status', '--bootstrap', bootstrap, '--command-config', file, '--json']);

const login = (protocol: string, mechanism: string, secret: string): readonly string[] => [
  `security.protocol=${protocol}`,
  `sasl.mechanism=${mechanism}`,
  `sasl.jaas.config=${jaas(mechanism, secret)}`,
];

const trust = (): readonly string[] => [
  'ssl.truststore.type=PEM',
  `ssl.truststore.location=${broker.folder}/ca.pem`,
];

const assertWell = async (bootstrap: string, file: string): Promise<void> => {
  const {code, out, err} = await status(bootstrap, file);
  assert.equal(code, 0, `${err}${out}`);
  const {cluster, lab} = JSON.parse(out);
  assert.deepEqual([cluster.brokersUp, cluster.mode, cluster.controllerId], [1, 'kraft', 1]);
  assert.equal(lab.isReady, true, lab.sentence);
};

/** Nothing could be reached: exit code 2 and one sentence, in which no secret is repeated. */
const assertRefused = async (bootstrap: string, file: string, sentence: RegExp): Promise<void> => {
  const {code, err} = await kafkaLab(['status', '--bootstrap', bootstrap, '--command-config', file]);
  assert.equal(code, 2, err);
  assert.match(err, sentence);
  assert.ok(!err.includes(password) && !err.includes('not the password'), err);
  assert.doesNotMatch(err, /\n {4}at /, 'no stack trace');
};

for (const mechanism of ['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512']) {
  test(`${mechanism} logs in, and a wrong password is told in a sentence`, async () => {
    const right = await broker.properties('right', login('SASL_PLAINTEXT', mechanism, password));
    await assertWell(broker.login, right);
    const wrong = await broker.properties('wrong', login('SASL_PLAINTEXT', mechanism, 'not the password'));
    await assertRefused(broker.login, wrong, /log(ged)? ?in|credential|password|authenticat/i);
  });

  test(`${mechanism} logs in over TLS`, async () => {
    const lines = [...login('SASL_SSL', mechanism, password), ...trust()];
    await assertWell(broker.secureLogin, await broker.properties('tls-right', lines));
  });
}

test('a wrong password over TLS is told in a sentence', async () => {
  const lines = [...login('SASL_SSL', 'PLAIN', 'not the password'), ...trust()];
  const file = await broker.properties('tls-wrong', lines);
  await assertRefused(broker.secureLogin, file, /log(ged)? ?in|credential|password|authenticat/i);
});

test('TLS with a certificate of ours answers, and without one or without trust it says what is missing', async () => {
  const own = ['ssl.keystore.type=PEM', `ssl.keystore.location=${broker.folder}/client.pem`];
  const tls = ['security.protocol=SSL'];
  await assertWell(broker.tls, await broker.properties('tls', [...tls, ...trust(), ...own]));
  const nobody = await broker.properties('nobody', [...tls, ...trust()]);
  await assertRefused(broker.tls, nobody, /certificate/i);
  const trustless = await broker.properties('trustless', [...tls, ...own]);
  await assertRefused(broker.tls, trustless, /certificate/i);
});

test('what logs in reads and writes', async () => {
  const lines = [...login('SASL_SSL', 'SCRAM-SHA-512', password), ...trust()];
  const target = [
    ...['--bootstrap', broker.secureLogin],
    ...['--command-config', await broker.properties('work', lines)],
  ];
  const produced = await kafkaLab(['produce', 'guarded', ...target, '--count', '20', '--write', '--json']);
  assert.equal(produced.code, 0, produced.err);
  assert.equal(JSON.parse(produced.out).acknowledged, 20);
  const tailed = await kafkaLab([
    'tail',
    'guarded',
    ...target,
    '--from',
    'oldest',
    '--limit',
    '20',
    '--json',
  ]);
  assert.equal(tailed.code, 0, tailed.err);
  assert.equal(tailed.out.trim().split('\n').length, 20);
});

test('without a login a listener that asks for one is told, and nothing hangs', async () => {
  await assertRefused(
    broker.login,
    await broker.properties('none', ['security.protocol=PLAINTEXT']),
    /SASL login/,
  );
});
