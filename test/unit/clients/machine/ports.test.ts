import assert from 'node:assert/strict';
import {mkdir, symlink, writeFile} from 'node:fs/promises';
import {createServer} from 'node:net';
import path from 'node:path';
import {test} from 'node:test';
import {portListeners} from '../../../../source/clients/machine/ports.ts';
import {tryConnect} from '../../../../source/clients/machine/reach.ts';
import {systemClock} from '../../../../source/clock.ts';
import {temporaryFolder} from '../../../support/engine.ts';

const head =
  '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n';
const socket = (address: string, state: string, inode: number): string =>
  `   0: ${address} 00000000:0000 ${state} 00000000:00000000 00:00000000 00000000     0        0 ${inode} 1\n`;

test('finds the process that listens on a port, and only listeners', async context => {
  const root = await temporaryFolder(context);
  await mkdir(path.join(root, 'net'));
  // 0x71A4 is 29092, 0x1F90 is 8080.
  await writeFile(
    path.join(root, 'net', 'tcp'),
    head + socket('0100007F:1F90', '01', 5) + socket('0100007F:71A4', '0A', 7),
  );
  await writeFile(path.join(root, 'net', 'tcp6'), head + socket(`${'0'.repeat(32)}:2383`, '0A', 9));
  await mkdir(path.join(root, '42', 'fd'), {recursive: true});
  await writeFile(path.join(root, '42', 'comm'), 'python3\n');
  await symlink('socket:[7]', path.join(root, '42', 'fd', '3'));
  const found = await portListeners([29092, 8080, 9091, 1], root);
  assert.deepEqual(found?.get(29092), {pid: 42, name: 'python3'});
  assert.deepEqual(found?.get(9091), {pid: null, name: null}, 'of another user, on IPv6');
  assert.equal(found?.has(8080), false, 'a connection does not hold the port');
  assert.equal(found?.has(1), false);
});

test('a system that does not say is not taken for one with free ports', async context => {
  assert.equal(await portListeners([1], await temporaryFolder(context)), undefined);
});

test('tries a port as a client would', async context => {
  const server = createServer();
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  context.after(() => server.close());
  const address = server.address();
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  assert.equal(await tryConnect(systemClock, '127.0.0.1', port), null);
  assert.equal((await tryConnect(systemClock, '127.0.0.1', 1))?.why, 'unreachable');
  assert.match((await tryConnect(systemClock, 'nosuch.invalid', 1))?.sentence ?? '', /nosuch\.invalid:1/);
});
