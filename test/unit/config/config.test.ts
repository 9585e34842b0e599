import assert from 'node:assert/strict';
import {mkdir, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {type TestContext, test} from 'node:test';
import {type Config, type ConfigSources, readConfig} from '../../../source/config.ts';
import {UserError} from '../../../source/errors.ts';
import {temporaryFolder} from '../../support/engine.ts';

const read = (
  flags: ConfigSources['flags'] = {},
  environment: ConfigSources['environment'] = {},
  home = '/nowhere',
): Config => readConfig({flags, environment, home, platform: 'linux'});

const withFile = async (context: TestContext, content: string): Promise<string> => {
  const home = await temporaryFolder(context);
  await mkdir(path.join(home, '.config', 'kafka-lab'), {recursive: true});
  await writeFile(path.join(home, '.config', 'kafka-lab', 'config.json'), content);
  return home;
};

const refusal = (run: () => unknown): UserError => {
  try {
    run();
  } catch (error) {
    assert.ok(error instanceof UserError, String(error));
    assert.match(error.message, /\.$/, 'a sentence');
    assert.notEqual(error.next, '', 'with a next step');
    return error;
  }
  throw new Error('it was not refused');
};

test('nothing set: no cluster is named, and writes are the target’s matter', () => {
  const config = read();
  assert.deepEqual(config.bootstrap, []);
  assert.equal(config.isReadOnly, false);
  assert.equal(config.isWrite, false);
  assert.equal(config.intervalMs, null);
  assert.equal(config.timeForm, 'clock');
});

test('a flag comes before the environment, which comes before the file', async context => {
  const home = await withFile(
    context,
    JSON.stringify({bootstrap: 'file:1', interval: '5s', connect: {cdc: 'http://localhost:9090/'}}),
  );
  assert.deepEqual(read({}, {}, home).bootstrap, ['file:1']);
  assert.equal(read({}, {}, home).intervalMs, 5000);
  assert.deepEqual(read({}, {}, home).connect, [{name: 'cdc', url: 'http://localhost:9090'}]);
  const environment = {KAFKA_LAB_BOOTSTRAP: 'env:1,env:2'};
  assert.deepEqual(read({}, environment, home).bootstrap, ['env:1', 'env:2']);
  assert.deepEqual(read({bootstrap: 'flag:1'}, environment, home).bootstrap, ['flag:1']);
});

test('a switch or word that says neither is refused: what was to be kept safe would be changed', async context => {
  for (const [setting, sentence] of [
    ['"readOnly": "yes"', /readOnly is true or false, not yes/],
    ['"write": 1', /write is true or false, not 1/],
    ['"color": "off"', /color is true or false, not off/],
    ['"timeForm": "ISO"', /timeForm is clock or relative or iso, not ISO/],
  ] as const) {
    const home = await withFile(context, `{${setting}}`);
    assert.match(refusal(() => read({}, {}, home)).message, sentence);
  }
  const home = await withFile(context, '{"readOnly": "true", "ascii": false, "timeForm": "iso"}');
  const config = read({}, {LANG: 'C.UTF-8'}, home);
  assert.deepEqual([config.isReadOnly, config.isAscii, config.timeForm], [true, false, 'iso']);
  refusal(() => read({}, {KAFKA_LAB_TIME_FORM: 'short'}));
});

test('who insists on a lab does not get the cluster that the file names', async context => {
  const home = await withFile(context, JSON.stringify({bootstrap: 'file:1'}));
  assert.deepEqual(read({lab: 'docker'}, {}, home).bootstrap, []);
  refusal(() => read({lab: 'docker', bootstrap: 'flag:1'}));
});

test('addresses that cannot be meant are refused', () => {
  for (const address of [
    'localhost',
    'localhost:',
    'localhost:99999',
    'http://localhost:9092',
    'a b:1',
    ':9092',
  ])
    assert.match(refusal(() => read({bootstrap: address})).message, /is not host:port/, address);
  assert.deepEqual(read({bootstrap: '[::1]:9092, kafka.example:9092'}).bootstrap, [
    '[::1]:9092',
    'kafka.example:9092',
  ]);
  refusal(() => read({connect: ['cdc=localhost:8083']}));
  assert.deepEqual(read({connect: ['http://h:8083']}).connect, [{name: 'h:8083', url: 'http://h:8083'}]);
});

test('an unreadable settings file is one sentence; an absent one is none', async context => {
  const home = await withFile(context, '{"bootstrap": ');
  assert.match(refusal(() => read({}, {}, home)).message, /config\.json is not JSON/);
  const unknown = await withFile(context, '{"bootstarp": "a:1"}');
  assert.match(refusal(() => read({}, {}, unknown)).message, /unknown setting "bootstarp"/);
  const folder = await temporaryFolder(context);
  await mkdir(path.join(folder, '.config', 'kafka-lab', 'config.json'), {recursive: true});
  assert.match(refusal(() => read({}, {}, folder)).message, /cannot be read: it is a folder\./);
  read({}, {}, '/nowhere');
  refusal(() => read({}, {KAFKA_LAB_CONFIG: '/nowhere/at-all.json'}));
});

test('a client configuration that cannot be read is refused before anything starts', async context => {
  const folder = await temporaryFolder(context);
  const file = path.join(folder, 'client.properties');
  const message = refusal(() => read({'command-config': file})).message;
  assert.equal(message, `The client configuration ${file} cannot be read: it does not exist.`);
  refusal(() => read({'command-config': folder}));
  await writeFile(file, 'security.protocol=SSL\n');
  assert.equal(read({'command-config': file}).commandConfig, file);
});

test('intervals are times of at least a quarter of a second', () => {
  assert.equal(read({interval: 500}).intervalMs, 500);
  assert.equal(read({}, {KAFKA_LAB_INTERVAL: '2'}).intervalMs, 2000);
  assert.equal(read({}, {KAFKA_LAB_INTERVAL: '300ms'}).intervalMs, 300);
  refusal(() => read({interval: 10}));
  refusal(() => read({}, {KAFKA_LAB_INTERVAL: 'soon'}));
});

test('reading only wins over what the file allows, and is not mixed with --write', async context => {
  const home = await withFile(context, '{"write": true}');
  assert.equal(read({}, {}, home).isWrite, true);
  assert.equal(read({'read-only': true}, {}, home).isWrite, false);
  refusal(() => read({'read-only': true, write: true}));
});

test('colours and glyphs follow the conventions of terminals', () => {
  assert.equal(read().colour, 'auto');
  assert.equal(read({}, {NO_COLOR: '1'}).colour, 'never');
  assert.equal(read({}, {FORCE_COLOR: '1'}).colour, 'always');
  assert.equal(read({}, {FORCE_COLOR: '0'}).colour, 'never');
  assert.equal(read({'no-color': true}, {FORCE_COLOR: '1'}).colour, 'never');
  assert.equal(read({}, {TERM: 'dumb'}).colour, 'never');
  assert.equal(read({}, {LANG: 'de_DE.UTF-8'}).isAscii, false);
  assert.equal(read({}, {LANG: 'C'}).isAscii, true);
  assert.equal(read({}, {LANG: 'de_DE.UTF-8', LC_ALL: 'C'}).isAscii, true);
  assert.equal(read({ascii: true}, {LANG: 'de_DE.UTF-8'}).isAscii, true);
});

test('a PostgreSQL server is named by a URL, its password never on the command line', async context => {
  const named = read({postgres: 'postgresql://ann@db:5433/shop'}, {PGPASSWORD: 'secret'}).postgres;
  assert.deepEqual(named, {
    host: 'db',
    port: 5433,
    user: 'ann',
    password: 'secret',
    database: 'shop',
    tls: 'off',
  });
  const {message} = refusal(() => read({postgres: 'postgresql://ann:secret@db/shop'}));
  assert.match(message, /read by every user/);
  assert.doesNotMatch(message, /secret/);
  const home = await withFile(context, '{"postgres": "postgres://ann:s%40fe@db"}');
  assert.equal(read({}, {PGPASSWORD: 'other'}, home).postgres?.password, 's@fe');
  assert.equal(
    read({}, {KAFKA_LAB_POSTGRES: 'postgres://b:c@d?sslmode=require'}, home).postgres?.tls,
    'unverified',
  );
  for (const url of ['db:5432', 'http://db', 'postgres://u@h/d?sslmode=maybe', 'postgres://%E0@h'])
    refusal(() => read({}, {KAFKA_LAB_POSTGRES: url}));
  assert.equal(read().postgres, null);
});
