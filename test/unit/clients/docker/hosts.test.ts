import assert from 'node:assert/strict';
import {createHash} from 'node:crypto';
import {mkdir, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {type TestContext, test} from 'node:test';
import {engineChoices} from '../../../../source/clients/docker/hosts.ts';
import type {DockerEnvironment} from '../../../../source/config.ts';
import {temporaryFolder} from '../../../support/engine.ts';

const environment = async (
  context: TestContext,
  variables: DockerEnvironment['variables'] = {},
): Promise<DockerEnvironment> => {
  const home = await temporaryFolder(context);
  return {variables, folder: path.join(home, '.docker'), home, runtimeFolder: home, platform: 'linux'};
};

const withContext = async (folder: string, name: string, host: string): Promise<void> => {
  const hash = createHash('sha256').update(name).digest('hex');
  await mkdir(path.join(folder, 'contexts', 'meta', hash), {recursive: true});
  await writeFile(path.join(folder, 'config.json'), JSON.stringify({currentContext: name}));
  await writeFile(
    path.join(folder, 'contexts', 'meta', hash, 'meta.json'),
    JSON.stringify({Name: name, Endpoints: {docker: {Host: host}}}),
  );
};

test('the flag stands alone, then DOCKER_HOST, then the context', async context => {
  const plain = await environment(context);
  await withContext(plain.folder, 'colima', 'unix:///colima.sock');
  const named = {...plain, variables: {DOCKER_HOST: 'tcp://10.0.0.1:2375'}};
  assert.deepEqual(
    engineChoices('unix:///mine.sock', named).map(({from, host}) => [from, host]),
    [['--docker-host', 'unix:///mine.sock']],
  );
  assert.deepEqual(
    engineChoices(null, named).map(({from, host}) => [from, host]),
    [['DOCKER_HOST', 'tcp://10.0.0.1:2375']],
  );
  assert.deepEqual(
    engineChoices(null, plain).map(({from, host}) => [from, host]),
    [['context', 'unix:///colima.sock']],
  );
  const other = {...plain, variables: {DOCKER_CONTEXT: 'default'}};
  assert.equal(engineChoices(null, other)[0]?.from, 'default');
});

test('says which named sockets are not there', async context => {
  const plain = await environment(context);
  assert.equal(engineChoices('unix:///nowhere/docker.sock', plain)[0]?.exists, false);
  assert.equal(engineChoices('tcp://nowhere:2375', plain)[0]?.exists, true, 'an address is no file');
});

test('of the usual sockets those that exist are tried, one without root included', async context => {
  const plain = await environment(context);
  const rootless = path.join(plain.home, 'docker.sock');
  const podman = path.join(plain.home, 'podman', 'podman.sock');
  await writeFile(rootless, '');
  await mkdir(path.dirname(podman));
  await writeFile(podman, '');
  const hosts = engineChoices(null, plain).map(({host}) => host);
  assert.deepEqual(
    hosts.filter(host => host.includes(plain.home)),
    [`unix://${rootless}`, `unix://${podman}`],
  );
});

test('TLS comes from the folder that the environment names', async context => {
  const plain = await environment(context, {DOCKER_HOST: 'tcp://h:2376', DOCKER_TLS_VERIFY: '1'});
  assert.equal(engineChoices(null, plain)[0]?.certPath, plain.folder);
});
