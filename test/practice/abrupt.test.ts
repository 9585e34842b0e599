import assert from 'node:assert/strict';
import {readdirSync} from 'node:fs';
import {connect, type Socket} from 'node:net';
import path from 'node:path';
import {type TestContext, test} from 'node:test';
import {until} from '../real/support.ts';
import {temporaryFolder} from '../support/engine.ts';
import {practiceLab} from '../support/practice-lab.ts';
import {cleanEnvironment, startProgram} from '../support/program.ts';

const portsOf = (addresses: readonly string[]): readonly number[] =>
  addresses.map(address => Number(address.split(':').at(-1)));

const isRefused = (port: number): Promise<boolean> =>
  new Promise(resolve => {
    const socket = connect({port, host: '127.0.0.1'});
    socket.once('error', () => resolve(true));
    socket.once('connect', () => {
      socket.destroy();
      resolve(false);
    });
  });

/** A lab in a process of its own, as another program starts it. */
const served = async (context: TestContext, env: Record<string, string>) => {
  const args = ['practice', '--scene', 'quiet', '--json'];
  const lab = startProgram(args, {env: {...cleanEnvironment(), ...env}, deadline: 120_000});
  context.after(async () => {
    lab.kill('SIGKILL');
    await lab.ended;
  });
  await lab.until('\n');
  const {pid, bootstrap, connect: workers} = JSON.parse(lab.out());
  return {
    lab,
    pid: Number(pid),
    ports: portsOf([...bootstrap, ...workers.map(({url}: {url: string}) => url)]),
  };
};

test('of a lab that was killed nothing listens, no command takes it for one that runs, and the next one starts', async context => {
  const runtime = await temporaryFolder(context);
  const env = {...cleanEnvironment(), XDG_RUNTIME_DIR: runtime};
  const {lab, pid, ports} = await served(context, env);
  assert.deepEqual(await Promise.all(ports.map(isRefused)), [false, false, false, false]);
  lab.kill('SIGKILL');
  await lab.ended;
  assert.deepEqual(await Promise.all(ports.map(isRefused)), [true, true, true, true]);
  const status = await startProgram(['status', '--lab', 'practice'], {env, deadline: 60_000}).ended;
  assert.equal(status.code, 2);
  assert.match(status.err, /No practice lab runs\. kafka-lab practice starts one\./);
  const next = await served(context, env);
  const names = readdirSync(path.join(runtime, 'kafka-lab'));
  assert.deepEqual(
    names.filter(name => [`practice-${pid}`, `practice-${pid}.json`].includes(name)),
    [],
    'it has tidied up',
  );
  assert.deepEqual(await Promise.all(next.ports.map(isRefused)), [false, false, false, false]);
});

test('half a request holds up nobody else, and not the end of the lab', async context => {
  const lab = await practiceLab(context);
  const held: Socket[] = [];
  context.after(() => {
    for (const socket of held) socket.destroy();
  });
  const {bootstrap, dockerHost, connect: workers} = lab.endpoints;
  const ask = async (where: {port: number} | {path: string}, half: Buffer | string): Promise<Socket> => {
    const socket = connect(where);
    held.push(socket);
    socket.on('error', () => {});
    await new Promise(resolve => socket.write(half, resolve));
    return socket;
  };
  // A size of 32 bytes, and one of them.
  for (const port of portsOf(bootstrap)) await ask({port}, Buffer.from([0, 0, 0, 32, 0]));
  await ask({path: dockerHost.replace('unix://', '')}, 'GET /containers/json HTTP/1.1\r\nHost');
  for (const port of portsOf(workers.map(({url}) => url)))
    await ask({port}, 'POST /connectors HTTP/1.1\r\nHost: lab\r\nContent-Length: 900\r\n\r\n{');
  await lab.admin.createTopics({topics: [{topic: 'beside', replicationFactor: 2}]});
  assert.equal((await lab.docker.listContainers()).length, 7);
  for (const {url} of workers) assert.equal((await fetch(`${url}/connectors`)).status, 200);
  await lab.close();
  await until(
    'all were let go',
    async () => held.every(({destroyed}) => destroyed),
    areGone => areGone,
  );
});
