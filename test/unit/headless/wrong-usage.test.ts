import assert from 'node:assert/strict';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {test} from 'node:test';
import {command} from '../../support/small-lab.ts';

test('what makes no sense in a client configuration is wrong usage, and no answer about the lab', async context => {
  const folder = mkdtempSync(path.join(tmpdir(), 'kafka-lab-usage-'));
  context.after(() => rmSync(folder, {recursive: true}));
  const wrong: readonly (readonly [string, RegExp])[] = [
    ['security.protocol=SECRET', /security\.protocol has an unknown value\. It is one of /],
    ['security.protocol=SASL_SSL\nsasl.mechanism=GSSAPI', /GSSAPI is not supported\. PLAIN, /],
    ['security.protocol=SSL\nssl.truststore.location=/no/such.pem', /no\/such\.pem does not exist/],
  ];
  for (const [text, sentence] of wrong) {
    const file = path.join(folder, 'client.properties');
    writeFileSync(file, text);
    const {code, out, err} = await command('status', [], {bootstrap: 'localhost:1', 'command-config': file});
    assert.deepEqual([code, out], [64, '']);
    assert.match(err, sentence);
  }
});

test('where a named cluster is out of reach the next step is to look at its addresses, not at this machine', async () => {
  const flags = {bootstrap: 'localhost:1', write: true};
  for (const [name, names] of [
    ['tail', ['orders']],
    ['produce', ['orders']],
    ['events', []],
    ['topics', []],
  ] as const) {
    const {code, err} = await command(name, names, name === 'produce' ? {...flags, count: 1} : flags);
    assert.equal(code, 2, name);
    assert.match(err, /refuses the connection: nothing listens there\..*named addresses are right/s, name);
    assert.doesNotMatch(err, /doctor/, name);
  }
});

test('a problem of the lab as a whole has the lab as its subject', async () => {
  const flags = {bootstrap: 'localhost:1', json: true};
  const {code, out} = await command('status', [], flags);
  assert.equal(code, 2);
  const [problem] = JSON.parse(out).lab.problems;
  assert.deepEqual([problem.id, problem.subject], ['cluster-silent', 'lab']);
});
