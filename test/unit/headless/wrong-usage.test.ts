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
