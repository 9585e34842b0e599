import assert from 'node:assert/strict';
import {chmod, readFile, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {type TestContext, test} from 'node:test';
import {type ComposeClient, createComposeClient} from '../../../../source/clients/compose/client.ts';
import {labFiles} from '../../../../source/clients/compose/files.ts';
import {systemClock} from '../../../../source/clock.ts';
import {temporaryFolder, until} from '../../../support/engine.ts';

/** Programs of a machine, as shell scripts; nothing else is on its PATH. */
const onMachine = async (
  context: TestContext,
  programs: Readonly<Record<string, string>>,
): Promise<{readonly folder: string; readonly compose: ComposeClient}> => {
  const folder = await temporaryFolder(context);
  for (const [name, script] of Object.entries(programs)) {
    await writeFile(path.join(folder, name), `#!/bin/sh\n${script}\n`);
    await chmod(path.join(folder, name), 0o755);
  }
  const compose = createComposeClient({
    clock: systemClock,
    dockerHost: 'unix:///engine.sock',
    environment: {PATH: folder},
  });
  return {folder, compose};
};

const files = labFiles('zookeeper', false, '/package');
const plugin = '[ "$1" = compose ] || exit 1; shift; [ "$1" = version ] && { echo v2.40.3; exit 0; };';

test('prefers the plug-in of docker', async context => {
  const {compose} = await onMachine(context, {docker: plugin, 'docker-compose': 'echo 1.29.2'});
  assert.deepEqual(await compose.program(), {name: 'docker compose', version: '2.40.3'});
});

test('takes docker-compose where docker has no such plug-in', async context => {
  const {compose} = await onMachine(context, {
    docker: 'echo "docker: unknown command: docker compose" >&2; exit 1',
    'docker-compose': 'echo 1.29.2',
  });
  assert.deepEqual(await compose.program(), {name: 'docker-compose', version: '1.29.2'});
});

test('says that there is none', async context => {
  const {compose} = await onMachine(context, {});
  assert.equal(await compose.program(), null);
  assert.equal((await compose.run(files, ['up'])).isMissing, true);
});

test('runs it on our project, our files and the engine that is looked at', async context => {
  const {compose} = await onMachine(context, {
    docker: `${plugin} echo "$@"; echo "$DOCKER_HOST"; echo oops >&2; exit 3`,
  });
  const lines: string[] = [];
  const {code} = await compose.run(files, ['up', '-d'], {onLine: line => lines.push(line)});
  assert.equal(code, 3);
  assert.deepEqual([...lines].sort(), [
    '-p kafka-lab --env-file /package/docker/.env -f /package/docker/compose.yaml up -d',
    'oops',
    'unix:///engine.sock',
  ]);
});

test('a cancelled run is interrupted, with what it had started', async context => {
  const {folder, compose} = await onMachine(context, {
    docker: `${plugin} trap 'echo interrupted > "${'$'}{0%/*}/trap"; exit 130' INT; echo started; while :; do :; done`,
  });
  const cancelling = new AbortController();
  let started = false;
  const running = compose.run(files, ['up'], {
    signal: cancelling.signal,
    onLine: () => {
      started = true;
    },
  });
  await until('it runs', () => started);
  cancelling.abort();
  assert.equal((await running).code, 130);
  assert.equal((await readFile(path.join(folder, 'trap'), 'utf8')).trim(), 'interrupted');
});
