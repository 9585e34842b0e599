import assert from 'node:assert/strict';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {test} from 'node:test';
import {cleanEnvironment, runProgram, startProgram} from '../support/program.ts';

// What is loaded without being used costs tens of megabytes in a monitor and in its lab.

/** Makes a program tell at its end, on standard error, which modules it has loaded. */
const telling = [
  `--import=data:text/javascript,${encodeURIComponent(`
    import Module from 'node:module';
    process.on('exit', () => process.stderr.write(
      'LOADED ' + JSON.stringify([...process.moduleLoadList, ...Object.keys(Module._cache)]) + '\\n'));
  `)}`,
];

const loadedBy = (err: string): readonly string[] => JSON.parse(/^LOADED (.*)$/m.exec(err)?.[1] ?? 'null');

const unused = /undici|http2|[\\/](ssh2|grpc-js|proto-loader|protobufjs)[\\/]/;

test('neither a lab nor who looks at it loads a second HTTP client, HTTP/2, SSH or gRPC', async context => {
  const runtime = mkdtempSync(path.join(tmpdir(), 'kafka-lab-loaded-'));
  const env = {...cleanEnvironment(), XDG_RUNTIME_DIR: runtime};
  const lab = startProgram(['practice', '--scene', 'quiet', '--json'], {
    env,
    node: telling,
    deadline: 180_000,
  });
  context.after(async () => {
    lab.kill('SIGKILL');
    await lab.ended;
    rmSync(runtime, {recursive: true, force: true});
  });
  await lab.until('\n');
  for (const command of ['containers', 'connectors']) {
    const {code, err} = await runProgram([command, '--lab', 'practice'], {env, node: telling});
    assert.equal(code, 0, err);
    const loaded = loadedBy(err);
    assert.ok(loaded.includes('NativeModule http'), 'it has asked over HTTP');
    assert.deepEqual(
      loaded.filter(name => unused.test(name)),
      [],
      command,
    );
  }
  lab.kill('SIGINT');
  const {err} = await lab.ended;
  const loaded = loadedBy(err);
  assert.ok(loaded.includes('NativeModule http'), 'it has answered over HTTP');
  assert.deepEqual(
    loaded.filter(name => unused.test(name)),
    [],
  );
});

test('an engine at ssh:// is still asked over SSH', async () => {
  // Nothing listens on port 1.
  const {code, err} = await runProgram(['containers', '--docker-host', 'ssh://nobody@127.0.0.1:1'], {
    node: telling,
  });
  assert.equal(code, 2, err);
  assert.match(err, /^The Docker Engine at ssh:\/\/nobody@127\.0\.0\.1:1 refuses the connection/);
  assert.ok(loadedBy(err).some(name => /[\\/]ssh2[\\/]/.test(name)));
});
